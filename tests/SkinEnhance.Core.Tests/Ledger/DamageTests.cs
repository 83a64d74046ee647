using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>Records that cannot be read.</summary>
public sealed class DamageTests : IAsyncDisposable
{
    private readonly LedgerFixture _fixture = new();

    public static TheoryData<string> Damages => new(
        "",
        "{\"version\":1,\"identity\":\"",
        "no json",
        "null",
        "[]",
        "{}",
        "cut off",
        "foreign",
        "null lists",
        "null in lists");

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task An_unreadable_record_is_quarantined_and_its_image_is_not_sent_again(string damage)
    {
        var image = _fixture.Image();
        var damaged = await DamageAsync(image, damage);

        var task = await _fixture.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Unknown, 0), (task.Status, _fixture.Provider.Submitted));
        Assert.Contains("--resubmit", task.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--resume-unknown", task.Message, StringComparison.Ordinal);
        Assert.Contains(_fixture.Observer.Warnings, warning => warning.Contains("quarantined", StringComparison.Ordinal));
        Assert.Equal(damaged, await File.ReadAllTextAsync(Assert.Single(SetAside())));

        // Its key is gone with it: what it has now was never sent.
        Assert.Equal(EnhanceTaskStatus.Unknown, (await _fixture.RunAsync(image, _fixture.Saving() with { ResumeUnknown = true })).Status);
        Assert.Equal(0, _fixture.Provider.Submitted);

        // The user decides, once.
        Assert.Equal(EnhanceTaskStatus.Completed, (await _fixture.RunAsync(image, _fixture.Saving() with { Resubmit = true })).Status);
        Assert.Equal(EnhanceTaskStatus.Completed, (await _fixture.RunAsync(image)).Status);
        Assert.Equal(1, _fixture.Provider.Submitted);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Listing_does_not_make_a_damaged_record_forgotten(string damage)
    {
        var image = _fixture.Image();
        await _fixture.RunAsync([_fixture.Image("other.png", 300)]);
        await DamageAsync(image, damage);

        using (var ledger = _fixture.OpenLedger())
        {
            Assert.All(ledger.List(null, _fixture.Observer), task => Assert.NotNull(task.RecordId));
        }

        Assert.Equal((EnhanceTaskStatus.Unknown, 1), ((await _fixture.RunAsync(image)).Status, _fixture.Provider.Submitted));
    }

    [Fact]
    public async Task A_record_that_was_quarantined_by_a_killed_run_still_counts()
    {
        var image = _fixture.Image();
        await DamageAsync(image, "no json");
        using (var ledger = _fixture.OpenLedger())
        {
            // The state after a run that was killed at this point.
            Assert.Null(ledger.Read(await _fixture.IdentityAsync(image), _fixture.Observer, out var wasUnreadable));
            Assert.True(wasUnreadable);
        }

        Assert.Equal((EnhanceTaskStatus.Unknown, 0), ((await _fixture.RunAsync(image)).Status, _fixture.Provider.Submitted));
    }

    [Fact]
    public async Task Removing_a_record_ends_its_quarantine_too()
    {
        var image = _fixture.Image();
        await DamageAsync(image, "no json");
        var task = await _fixture.RunAsync(image);
        using (var ledger = _fixture.OpenLedger())
        {
            Assert.False(ledger.Forget(task));
            Assert.True(ledger.Forget(task, force: true));
        }

        Assert.Equal(EnhanceTaskStatus.Completed, (await _fixture.RunAsync(image)).Status);
        Assert.Single(SetAside());
    }

    [Fact]
    public async Task Foreign_files_do_no_harm()
    {
        var image = _fixture.Image();
        await _fixture.RunAsync(image);
        var shard = Path.GetDirectoryName(await _fixture.RecordPathAsync(image))!;
        await File.WriteAllTextAsync(Path.Combine(shard, "notes.txt"), "mine");
        await File.WriteAllTextAsync(Path.Combine(shard, ".hidden.json"), "{");
        await File.WriteAllTextAsync(Path.Combine(_fixture.Home, "ledger", "records", "stray.json"), "[1]");
        Directory.CreateDirectory(Path.Combine(shard, "a folder.json"));
        await File.WriteAllTextAsync(Path.Combine(shard, "left.json.00.tmp"), "{");

        using var ledger = _fixture.OpenLedger();
        Assert.Single(ledger.List(null, _fixture.Observer));
        Assert.Equal(2, _fixture.Observer.Warnings.Count);
    }

    private string[] SetAside() => Directory.GetFiles(Path.Combine(_fixture.Home, "ledger", "set-aside"));

    private async Task<string> DamageAsync(string image, string damage)
    {
        await _fixture.LeaveAsync(image, LedgerState.Submitted);
        var path = await _fixture.RecordPathAsync(image);
        var text = await File.ReadAllTextAsync(path);
        var damaged = damage switch
        {
            "cut off" => text[..(text.Length / 2)],
            "foreign" => text.Replace(await _fixture.IdentityAsync(image), new string('0', 64), StringComparison.Ordinal),
            "null lists" => text.Replace("\"output\": []", "\"output\": null", StringComparison.Ordinal).Replace("\"resultUri\": []", "\"resultUri\": null", StringComparison.Ordinal),
            "null in lists" => text.Replace("\"output\": []", "\"output\": [null]", StringComparison.Ordinal),
            _ => damage,
        };
        Assert.NotEqual(text, damaged);
        await File.WriteAllTextAsync(path, damaged);
        return damaged;
    }
}
