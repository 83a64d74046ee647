using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Tests.Ledger;

public sealed class LeaseTests : IDisposable
{
    private const string Host = "here";
    private static readonly string Identity = new('A', 64);

    private readonly TemporaryFolder _home = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SubmissionLedger _ledger;

    public LeaseTests() => _ledger = new SubmissionLedger(_home.Path, Host, _time);

    private string LeasePath => _home.In($"ledger/records/AA/{Identity}.claim");

    public void Dispose()
    {
        _ledger.Dispose();
        _home.Dispose();
    }

    [Fact]
    public void A_lease_is_exclusive_until_it_is_released()
    {
        using (var lease = _ledger.TryLease(Identity))
        {
            Assert.NotNull(lease);
            Assert.Null(_ledger.TryLease(Identity));
            using var elsewhere = new SubmissionLedger(_home.Path, "there");
            Assert.Null(elsewhere.TryLease(Identity));
        }

        using var next = _ledger.TryLease(Identity);
        Assert.NotNull(next);
    }

    [Fact]
    public void Other_submissions_are_not_blocked()
    {
        using var lease = _ledger.TryLease(Identity);
        using var sameFolder = _ledger.TryLease("AA" + new string('B', 62));
        using var otherFolder = _ledger.TryLease(new string('B', 64));
        Assert.NotNull(sameFolder);
        Assert.NotNull(otherFolder);
    }

    [Fact]
    public void Disposing_the_ledger_releases_all_leases()
    {
        Assert.NotNull(_ledger.TryLease(Identity));
        _ledger.Dispose();
        Assert.False(File.Exists(LeasePath));
    }

    [Fact]
    public void The_lease_of_a_process_that_has_ended_is_taken_over_at_once()
    {
        var child = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        child.WaitForExit();
        Leave(LeaseOwner.Current(Host) with { ProcessId = child.Id });

        using var lease = _ledger.TryLease(Identity);
        Assert.NotNull(lease);
    }

    [Fact]
    public void The_lease_of_a_process_whose_id_was_reused_is_taken_over_at_once()
    {
        Leave(LeaseOwner.Current(Host) with { Started = "1" });

        using var lease = _ledger.TryLease(Identity);
        Assert.NotNull(lease);
    }

    [Fact]
    public void The_lease_of_a_living_process_is_valid_however_old_it_is()
    {
        Leave(LeaseOwner.Current(Host), TimeSpan.FromDays(1));
        Assert.Null(_ledger.TryLease(Identity));
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(300, true)]
    public void The_lease_of_another_host_is_valid_for_its_duration(int age, bool isDead)
    {
        Leave(LeaseOwner.Current("there"), TimeSpan.FromSeconds(age));

        using var lease = _ledger.TryLease(Identity);
        Assert.Equal(isDead, lease is not null);
    }

    [Fact]
    public void Two_machines_of_one_name_do_not_look_up_each_others_processes()
    {
        // A container has process ids of its own and may have its host's name.
        Leave(LeaseOwner.Current(Host) with { Machine = "another", ProcessId = int.MaxValue });
        Assert.Null(_ledger.TryLease(Identity));
    }

    [Theory]
    [InlineData("", 30, false)]
    [InlineData("{\"host\":\"he", 30, false)]
    [InlineData("", 300, true)]
    public void An_unreadable_lease_is_valid_for_its_duration(string text, int age, bool isDead)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LeasePath)!);
        File.WriteAllText(LeasePath, text);
        Age(TimeSpan.FromSeconds(age));

        using var lease = _ledger.TryLease(Identity);
        Assert.Equal(isDead, lease is not null);
    }

    [Fact]
    public async Task A_lease_is_never_seen_half_written()
    {
        // A process that is killed while it acquires a lease must not leave a file that cannot be identified as dead.
        using var seen = new ManualResetEventSlim();
        var halves = 0;
        var looking = Task.Run(() =>
        {
            while (!seen.IsSet)
            {
                try
                {
                    halves += new FileInfo(LeasePath) is { Exists: true, Length: 0 } ? 1 : 0;
                }
                catch (FileNotFoundException)
                {
                    // It was created and deleted.
                }
            }
        });
        for (var round = 0; round < 300; round++)
        {
            _ledger.TryLease(Identity)!.Dispose();
        }

        seen.Set();
        await looking.SoonAsync();
        Assert.Equal(0, halves);
        Assert.Equal([".lock"], Directory.GetFiles(Path.GetDirectoryName(LeasePath)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Only_one_of_many_takes_a_dead_lease_over()
    {
        for (var round = 0; round < 20; round++)
        {
            Leave(LeaseOwner.Current(Host) with { Started = "1" });
            using var start = new Barrier(8);
            var ledgers = Enumerable.Range(0, 8).Select(_ => new SubmissionLedger(_home.Path, Host)).ToArray();
            var leases = await Task.WhenAll(ledgers.Select(ledger => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return ledger.TryLease(Identity);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default))).SoonAsync();

            Assert.Single(leases, lease => lease is not null);
            Array.ForEach(ledgers, ledger => ledger.Dispose());
        }
    }

    [Fact]
    public void A_renewal_extends_a_lease_by_the_clock_of_the_folder()
    {
        using var lease = _ledger.TryLease(Identity);
        Age(TimeSpan.FromHours(1));

        _time.Advance(TimeSpan.FromSeconds(30));

        // The clock of this process may be wrong by more than a lease; what the file system writes for a new file is right.
        using var elsewhere = new SubmissionLedger(_home.Path, "there");
        Assert.Null(elsewhere.TryLease(Identity));
        Assert.Equal(Environment.ProcessId, JsonDocument.Parse(File.ReadAllText(LeasePath)).RootElement.GetProperty("processId").GetInt32());
    }

    [Fact]
    public void The_owner_of_a_lost_lease_neither_releases_nor_renews_the_new_one()
    {
        var lost = _ledger.TryLease(Identity)!;
        Assert.True(lost.IsHeld);

        // As after a long sleep of this host.
        Age(TimeSpan.FromHours(1));
        using var elsewhere = new SubmissionLedger(_home.Path, "there");
        using var taken = elsewhere.TryLease(Identity);
        Assert.NotNull(taken);
        Age(TimeSpan.FromMinutes(1));
        var written = File.GetLastWriteTimeUtc(LeasePath);

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(written, File.GetLastWriteTimeUtc(LeasePath));
        Assert.False(lost.IsHeld);
        lost.Dispose();

        Assert.True(taken.IsHeld);
        using var third = new SubmissionLedger(_home.Path, "a third");
        Assert.Null(third.TryLease(Identity));
    }

    private void Leave(LeaseOwner owner, TimeSpan age = default)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LeasePath)!);
        File.WriteAllText(LeasePath, JsonSerializer.Serialize(owner, LedgerJson.Default.LeaseOwner));
        Age(age);
    }

    private void Age(TimeSpan age) => File.SetLastWriteTimeUtc(LeasePath, DateTime.UtcNow - age);
}
