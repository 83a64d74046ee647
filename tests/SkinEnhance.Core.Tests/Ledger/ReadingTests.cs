using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>What reading leaves as it is, and records that a newer version wrote.</summary>
public sealed class ReadingTests : IAsyncDisposable
{
    private readonly LedgerRig _rig = new();

    public static TheoryData<string> NewerForms => new(
        """{"version": 2}""",
        """{"version": 7, "identity": {"sha": "of another form"}, "state": "Shelved"}""",
        """{"state": "Shelved", "version": 2.5, "output": {}}""",
        """{"version": 1000000000000}""");

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [MemberData(nameof(NewerForms))]
    [InlineData("no json")]
    [InlineData("")]
    [InlineData("""{"version": 1}""")]
    public async Task Reading_changes_no_file_of_the_ledger(string record)
    {
        await LeaveAsync(record);
        await LeaveUnderWayElsewhereAsync();
        var before = Files();

        using var ledger = _rig.OpenLedger();
        var listed = ledger.List(null, _rig.Observer).ToArray();
        var finder = new TaskFinder(ledger, _rig.Observer);
        finder.FindAll(["the first task", "no such task", "*"]);
        Assert.Single(ledger.Peek(10));
        ledger.IsOutput(_rig.In("out/face.png"));

        Assert.Equal(before, Files());
        Assert.Single(listed);
        Assert.Contains(_rig.Observer.Warnings, warning => warning.Contains("left as it is", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(NewerForms))]
    public async Task A_record_of_a_newer_version_is_reported_with_both_versions(string record)
    {
        var (_, path) = await LeaveAsync(record);
        await _rig.RunAsync(_rig.Image("other.png", 300));

        using var ledger = _rig.OpenLedger();
        var listed = Assert.Single(ledger.List(null, _rig.Observer));

        Assert.EndsWith("other.png", listed.Source, StringComparison.Ordinal);
        var warning = Assert.Single(_rig.Observer.Warnings);
        Assert.Contains(path, warning, StringComparison.Ordinal);
        Assert.Matches("has version (2|7|2.5|1000000000000), .* reads version 1", warning);
    }

    [Theory]
    [MemberData(nameof(NewerForms))]
    public async Task An_image_whose_record_is_of_a_newer_version_is_never_sent(string record)
    {
        var (image, path) = await LeaveAsync(record);
        var written = File.GetLastWriteTimeUtc(path);
        foreach (var options in (BatchOptions[])[_rig.Saving(), _rig.Saving() with { Resubmit = true }, _rig.Saving() with { ResumeUnknown = true }])
        {
            var refused = await _rig.RunAsync(image, options);

            Assert.Equal((EnhanceTaskStatus.Failed, ErrorIds.LedgerRecordNewer), (refused.Status, refused.ErrorId));
            Assert.Equal(image, refused.Error!.Target);
            Assert.Contains(image, refused.Message, StringComparison.Ordinal);
            Assert.Contains("reads version 1", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, _rig.Provider.Submitted);
        Assert.Equal((record, written), (await File.ReadAllTextAsync(path), File.GetLastWriteTimeUtc(path)));
        Assert.False(Directory.Exists(Path.Combine(_rig.Home, "ledger", "set-aside")));
    }

    [Fact]
    public async Task The_other_images_of_a_batch_go_on()
    {
        var (image, _) = await LeaveAsync("""{"version": 2}""");

        var tasks = await _rig.RunAsync([image, _rig.Image("other.png", 300)]);

        Assert.Single(tasks, task => task.ErrorId == ErrorIds.LedgerRecordNewer);
        Assert.Single(tasks, task => task.Status == EnhanceTaskStatus.Completed);
    }

    [Fact]
    public async Task A_result_whose_record_is_of_a_newer_version_is_still_known_as_one()
    {
        var image = _rig.Image();
        var saved = await _rig.RunAsync(image);
        await File.WriteAllTextAsync(await _rig.RecordPathAsync(image), """{"version": 2}""");

        using var ledger = _rig.OpenLedger();

        Assert.True(ledger.IsOutput(saved.FullName!));
        Assert.False(ledger.IsOutput(image));
    }

    [Fact]
    public async Task What_a_newer_version_has_cannot_be_forgotten()
    {
        var image = _rig.Image();
        var task = await _rig.RunAsync(image);
        var path = await _rig.RecordPathAsync(image);
        await File.WriteAllTextAsync(path, """{"version": 2}""");

        using var ledger = _rig.OpenLedger();
        var refused = Assert.ThrowsAny<EnhanceException>(() => ledger.Forget(task, force: true));

        Assert.Equal(ErrorIds.LedgerRecordNewer, refused.Error.Id);
        Assert.True(File.Exists(path));
    }

    private async Task<(string Image, string Path)> LeaveAsync(string record)
    {
        var image = _rig.Image();
        await _rig.LeaveAsync(image, LedgerState.Submitted);
        var path = await _rig.RecordPathAsync(image);
        await File.WriteAllTextAsync(path, record);
        return (image, path);
    }

    private async Task LeaveUnderWayElsewhereAsync()
    {
        var image = _rig.Image("elsewhere.png", 400);
        await _rig.LeaveAsync(image, LedgerState.Submitting);
        await File.WriteAllTextAsync(
            Path.ChangeExtension(await _rig.RecordPathAsync(image), ".claim"),
            System.Text.Json.JsonSerializer.Serialize(ClaimOwner.Current("there"), LedgerJson.Default.ClaimOwner));
    }

    private string[] Files() =>
    [
        .. new DirectoryInfo(_rig.Home).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(file => $"{file.FullName} {file.LastWriteTimeUtc:O}")
            .Order(StringComparer.Ordinal),
    ];
}
