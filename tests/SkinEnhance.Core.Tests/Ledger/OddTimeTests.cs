using System.Diagnostics;
using System.Text.Json;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>Times of files and records that another host, or a wrong clock, wrote.</summary>
public sealed class OddTimeTests : IDisposable
{
    private const string BeyondYear9999 = "@300000000000";
    private static readonly string Identity = new('A', 64);

    private readonly TemporaryFolder _home = TemporaryFolder.OfAnyYear();
    private readonly RecordingObserver _observer = new();
    private readonly SubmissionLedger _ledger;

    public OddTimeTests() => _ledger = new SubmissionLedger(_home.Path, "here");

    private string LeasePath => _home.In($"ledger/records/AA/{Identity}.claim");

    public void Dispose()
    {
        _ledger.Dispose();
        _home.Dispose();
    }

    [LinuxFact]
    public async Task A_record_dated_beyond_the_year_9999_hides_no_other()
    {
        Write('A');
        Write('B');
        await TouchAsync(_home.In($"ledger/records/AA/{Identity}.json"));

        var listed = _ledger.List(null, _observer).Select(task => task.RecordId![0]);

        Assert.Equal(['A', 'B'], listed);
        Assert.Equal(2, _ledger.List(new LedgerQuery { Since = DateTimeOffset.UtcNow.AddDays(-1) }, _observer).Count());
        Assert.Empty(_ledger.List(new LedgerQuery { Before = DateTimeOffset.UtcNow.AddDays(-1) }, _observer));
        Assert.Equal("task B", Assert.Single(new TaskFinder(_ledger, _observer).Find("task B")).TaskId);
        Assert.Empty(_observer.Warnings);
    }

    [Theory]
    [InlineData("12000-01-01T00:00:00+00:00")]
    [InlineData("9999-12-31T23:59:59-10:00")]
    [InlineData("yesterday")]
    public void A_record_that_names_a_time_beyond_the_year_9999_is_a_warning_of_its_own(string time)
    {
        Write('A');
        Write('B');
        var path = _home.In($"ledger/records/AA/{Identity}.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("2026-01-02T00:00:00+00:00", time, StringComparison.Ordinal));

        var listed = _ledger.List(null, _observer).Select(task => task.TaskId);

        Assert.Equal(["task B"], listed);
        Assert.Contains(path, Assert.Single(_observer.Warnings), StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_lease_of_another_host_with_a_future_date_is_dated_now_with_a_warning()
    {
        LeaveLease();
        await TouchAsync(LeasePath);

        Assert.Null(_ledger.TryLease(Identity, out var oddity));
        Assert.Contains($"'{LeasePath}' of host 'there'", oddity, StringComparison.Ordinal);
        Assert.Contains("90 s", oddity, StringComparison.Ordinal);
        Assert.InRange(File.GetLastWriteTimeUtc(LeasePath), DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddMinutes(1));

        // Once; and without a sign of life it is dead after a lease as any other.
        Assert.Null(_ledger.TryLease(Identity, out oddity));
        Assert.Null(oddity);
        File.SetLastWriteTimeUtc(LeasePath, DateTime.UtcNow.AddMinutes(-2));
        using var lease = _ledger.TryLease(Identity);
        Assert.NotNull(lease);
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(7200, true)]
    public void Clocks_that_differ_by_less_than_a_lease_are_nothing_odd(int ahead, bool isOdd)
    {
        LeaveLease();
        File.SetLastWriteTimeUtc(LeasePath, DateTime.UtcNow.AddSeconds(ahead));

        Assert.Null(_ledger.TryLease(Identity, out var oddity));

        Assert.Equal(isOdd, oddity is not null);
    }

    [LinuxFact]
    public async Task A_submission_with_a_lease_dated_beyond_the_year_9999_can_be_listed()
    {
        Write('A', LedgerState.Submitting);
        LeaveLease();
        await TouchAsync(LeasePath);

        Assert.Equal(EnhanceTaskStatus.Pending, Assert.Single(_ledger.List(null, _observer)).Status);
        Assert.Empty(_observer.Warnings);
    }

    [LinuxFact]
    public async Task Leftovers_of_a_killed_run_are_deleted_beside_one_dated_beyond_the_year_9999()
    {
        var old = _home.Add($".old{AtomicFile.TemporarySuffix}");
        var odd = _home.Add($".odd{AtomicFile.TemporarySuffix}");
        await TouchAsync(odd);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-1));

        AtomicFile.Sweep(_home.Path, DateTimeOffset.UtcNow);

        Assert.Equal([Path.GetFileName(odd)], _home.Files);
    }

    private void Write(char name, LedgerState state = LedgerState.Submitted) => _ledger.Write(new LedgerRecord
    {
        Identity = new string(name, 64),
        Provider = "Comfy",
        Operation = "Faithful",
        StatusRoute = "skin-enhancer",
        Source = $"{name}.jpg",
        State = state,
        TaskId = state == LedgerState.Submitting ? null : $"task {name}",
        CreatedAt = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero),
    });

    private void LeaveLease()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LeasePath)!);
        File.WriteAllText(LeasePath, JsonSerializer.Serialize(LeaseOwner.Current("there"), LedgerJson.Default.LeaseOwner));
    }

    private static async Task TouchAsync(string path)
    {
        using var process = Process.Start("touch", ["-d", BeyondYear9999, path]);
        await process.WaitForExitAsync().SoonAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
