using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Tests.Ledger;

/// <summary>Reading does not change the ledger; records of a newer version.</summary>
public sealed class ReadingTests : IAsyncDisposable
{
    private readonly LedgerFixture _fixture = new();

    public static TheoryData<string> NewerForms => new(
        """{"version": 2}""",
        """{"version": 7, "identity": {"sha": "of another form"}, "state": "Shelved"}""",
        """{"state": "Shelved", "version": 2.5, "output": {}}""",
        """{"version": 1000000000000}""");

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

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

        using var ledger = _fixture.OpenLedger();
        var listed = ledger.List(null, _fixture.Observer).ToArray();
        var finder = new TaskFinder(ledger, _fixture.Observer);
        finder.FindAll(["the first task", "no such task", "*"]);
        Assert.Single(ledger.Peek(10));
        ledger.IsOutput(_fixture.In("out/face.png"));

        Assert.Equal(before, Files());
        Assert.Single(listed);
        Assert.Contains(_fixture.Observer.Warnings, warning => warning.Contains("left unchanged", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(NewerForms))]
    public async Task A_record_of_a_newer_version_is_reported_with_both_versions(string record)
    {
        var (_, path) = await LeaveAsync(record);
        await _fixture.RunAsync(_fixture.Image("other.png", 300));

        using var ledger = _fixture.OpenLedger();
        var listed = Assert.Single(ledger.List(null, _fixture.Observer));

        Assert.EndsWith("other.png", listed.Source, StringComparison.Ordinal);
        var warning = Assert.Single(_fixture.Observer.Warnings);
        Assert.Contains(path, warning, StringComparison.Ordinal);
        Assert.Matches("has version (2|7|2.5|1000000000000), newer than version 1", warning);
    }

    [Theory]
    [MemberData(nameof(NewerForms))]
    public async Task An_image_whose_record_is_of_a_newer_version_is_never_sent(string record)
    {
        var (image, path) = await LeaveAsync(record);
        var written = File.GetLastWriteTimeUtc(path);
        foreach (var options in (BatchOptions[])[_fixture.Saving(), _fixture.Saving() with { Resubmit = true }, _fixture.Saving() with { ResumeUnknown = true }])
        {
            var refused = await _fixture.RunAsync(image, options);

            Assert.Equal((EnhanceTaskStatus.Failed, ErrorIds.LedgerRecordNewer), (refused.Status, refused.ErrorId));
            Assert.Equal(image, refused.Error!.Target);
            Assert.Contains(image, refused.Message, StringComparison.Ordinal);
            Assert.Contains("newer than version 1", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, _fixture.Provider.Submitted);
        Assert.Equal((record, written), (await File.ReadAllTextAsync(path), File.GetLastWriteTimeUtc(path)));
        Assert.False(Directory.Exists(Path.Combine(_fixture.Home, "ledger", "set-aside")));
    }

    [Fact]
    public async Task The_other_images_of_a_batch_go_on()
    {
        var (image, _) = await LeaveAsync("""{"version": 2}""");

        var tasks = await _fixture.RunAsync([image, _fixture.Image("other.png", 300)]);

        Assert.Single(tasks, task => task.ErrorId == ErrorIds.LedgerRecordNewer);
        Assert.Single(tasks, task => task.Status == EnhanceTaskStatus.Completed);
    }

    [Fact]
    public async Task A_result_whose_record_is_of_a_newer_version_is_still_identified()
    {
        var image = _fixture.Image();
        var saved = await _fixture.RunAsync(image);
        await File.WriteAllTextAsync(await _fixture.RecordPathAsync(image), """{"version": 2}""");

        using var ledger = _fixture.OpenLedger();

        Assert.True(ledger.IsOutput(saved.FullName!));
        Assert.False(ledger.IsOutput(image));
    }

    [Fact]
    public async Task What_a_newer_version_has_cannot_be_forgotten()
    {
        var image = _fixture.Image();
        var task = await _fixture.RunAsync(image);
        var path = await _fixture.RecordPathAsync(image);
        await File.WriteAllTextAsync(path, """{"version": 2}""");

        using var ledger = _fixture.OpenLedger();
        var refused = Assert.ThrowsAny<EnhanceException>(() => ledger.Forget(task, force: true));

        Assert.Equal(ErrorIds.LedgerRecordNewer, refused.Error.Id);
        Assert.True(File.Exists(path));
    }

    private async Task<(string Image, string Path)> LeaveAsync(string record)
    {
        var image = _fixture.Image();
        await _fixture.LeaveAsync(image, LedgerState.Submitted);
        var path = await _fixture.RecordPathAsync(image);
        await File.WriteAllTextAsync(path, record);
        return (image, path);
    }

    private async Task LeaveUnderWayElsewhereAsync()
    {
        var image = _fixture.Image("elsewhere.png", 400);
        await _fixture.LeaveAsync(image, LedgerState.Submitting);
        await File.WriteAllTextAsync(
            Path.ChangeExtension(await _fixture.RecordPathAsync(image), ".claim"),
            System.Text.Json.JsonSerializer.Serialize(LeaseOwner.Current("there"), LedgerJson.Default.LeaseOwner));
    }

    private string[] Files() =>
    [
        .. new DirectoryInfo(_fixture.Home).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(file => $"{file.FullName} {file.LastWriteTimeUtc:O}")
            .Order(StringComparer.Ordinal),
    ];
}
