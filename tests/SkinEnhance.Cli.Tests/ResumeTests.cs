using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

public sealed class ResumeTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task The_same_command_again_pays_nothing_and_reports_it()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await EnhanceAsync());
        var requests = _fixture.Emulator.Record.Requests.Count;

        Assert.Equal(0, await EnhanceAsync());

        Assert.Equal("Completed  a.jpg -> out/a-faithful.jpg  (from the ledger)", _fixture.OutputLines[^2].Replace('\\', '/'));
        Assert.Equal("1 done (1 from the ledger), 0 failed, no credits used.", _fixture.OutputLines[^1]);
        Assert.Equal(requests, _fixture.Emulator.Record.Requests.Count);
    }

    [Fact]
    public async Task Only_new_images_are_sent_and_counted()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await EnhanceAsync("."));
        _fixture.Folder.Add("b.png", Samples.Png);

        Assert.Equal(0, await EnhanceAsync("."));

        Assert.Equal("2 done (1 from the ledger), 0 failed, 78.07 credits used.", _fixture.OutputLines[^1]);
        Assert.Equal(2, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task Json_shows_what_came_from_the_ledger()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await EnhanceAsync("a.jpg", "--json"));

        Assert.Equal(0, await EnhanceAsync("a.jpg", "--json"));

        Assert.Contains("\"credits\":78.07,\"errorId\":null,\"message\":null,\"fromLedger\":false,", _fixture.OutputLines[0], StringComparison.Ordinal);
        Assert.Contains("\"credits\":0,\"errorId\":null,\"message\":null,\"fromLedger\":true,", _fixture.OutputLines[1], StringComparison.Ordinal);
        Assert.All(_fixture.OutputLines, line => Assert.EndsWith("\"creditsTotal\":78.07}", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_submitted_image_is_waited_for_and_saved()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--no-wait"));

        Assert.Equal(0, await EnhanceAsync());

        Assert.Equal(["a-faithful.jpg"], _fixture.Folder.FilesBelow("out"));
        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task An_unfinished_wait_is_not_a_failure_of_the_next_run()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.TaskNeverEnds());
        Assert.Equal(1, await EnhanceAsync("a.jpg", "--timeout", "0.1"));

        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--no-wait"));

        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_result_that_could_not_be_downloaded_is_downloaded_by_the_next_run()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.RedirectText(FaultTarget.Download, "file:///elsewhere"));
        Assert.Equal(1, await EnhanceAsync());

        Assert.Equal(0, await EnhanceAsync());

        Assert.Equal(["a-faithful.jpg"], _fixture.Folder.FilesBelow("out"));
        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task Resubmit_pays_again()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await EnhanceAsync());

        Assert.Equal(0, await EnhanceAsync("a.jpg", "--resubmit", "--force"));

        Assert.Equal("1 done, 0 failed, 78.07 credits used.", _fixture.OutputLines[^1]);
        Assert.Equal(2, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task An_unknown_one_is_reported_with_what_when_and_advice_until_it_is_resolved()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.ResetAfterAccept(FaultTarget.Submit));
        Assert.Equal(1, await EnhanceAsync());
        var first = _fixture.ErrorLines.Length;

        Assert.Equal(1, await EnhanceAsync());
        var again = _fixture.ErrorLines[first..];
        Assert.StartsWith("Unknown: ", again[0], StringComparison.Ordinal);
        Assert.Matches(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ.*\[SubmissionUnknown\]$", again[0]);
        Assert.Contains("--resume-unknown", again[1], StringComparison.Ordinal);
        Assert.Contains("--resubmit", again[1], StringComparison.Ordinal);
        Assert.Equal("0 done, 1 failed.", _fixture.OutputLines[^1]);

        Assert.Equal(0, await EnhanceAsync("a.jpg", "--resume-unknown"));
        Assert.Equal(["a-faithful.jpg"], _fixture.Folder.FilesBelow("out"));
        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task Without_key_support_at_the_service_the_advice_is_only_resubmit()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.ResetAfterAccept(FaultTarget.Submit));

        Assert.Equal(1, await EnhanceAsync("a.jpg", "--mode", "smart-skin"));

        Assert.Contains("--resubmit", _fixture.ErrorLines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("--resume-unknown", _fixture.ErrorLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_task_is_reported_again_and_not_resubmitted()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.TaskFails());
        Assert.Equal(1, await EnhanceAsync());

        Assert.Equal(1, await EnhanceAsync());

        Assert.Single(_fixture.Emulator.Record.Tasks);
        Assert.Contains(_fixture.ErrorLines, line => line.Contains("use --resubmit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cap_stops_what_would_exceed_it_and_lists_it()
    {
        _fixture.Folder.Add("photos/a.jpg", Samples.Jpeg);
        _fixture.Folder.Add("photos/b.png", Samples.Png);

        Assert.Equal(1, await EnhanceAsync("photos", "--max-credits", "100", "--limit", "1"));

        Assert.Equal("1 done, 0 failed, 1 not sent, 78.07 credits used.", _fixture.OutputLines[^1]);
        Assert.StartsWith("Not sent: ", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("b.png", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.EndsWith("[CostCapReached]", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith("--max-credits stopped 1. ", _fixture.ErrorLines[1], StringComparison.Ordinal);
        Assert.Equal(1, _fixture.Emulator.Record.BilledCount);

        // Finished images do not count against it.
        Assert.Equal(0, await EnhanceAsync("photos", "--max-credits", "100"));
        Assert.Equal("2 done (1 from the ledger), 0 failed, 78.07 credits used.", _fixture.OutputLines[^1]);
    }

    [Fact]
    public async Task A_cap_of_0_sends_nothing()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);

        Assert.Equal(1, await EnhanceAsync("a.jpg", "--max-credits", "0"));
        Assert.Equal(0, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_written_is_exit_code_2_and_nothing_is_sent()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Variables["SKINENHANCE_HOME"] = _fixture.Folder.Add("no-folder", "a file"u8.ToArray());

        Assert.Equal(2, await EnhanceAsync());

        Assert.Contains("[LedgerNotWritable]", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal(0, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task The_demo_does_not_change_the_ledger()
    {
        _fixture.Folder.Add("a.png", Samples.Png);

        Assert.Equal(0, await _fixture.RunAsync("demo", "a.png"));
        Assert.Empty(_fixture.Home.Files);
    }

    private Task<int> EnhanceAsync(string path = "a.jpg", params string[] options) => _fixture.RunAsync(["enhance", path, "--destination", "out", .. options]);
}
