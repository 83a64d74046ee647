using System.Text.Json;
using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

public sealed class TasksTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task An_empty_ledger_is_not_a_failure()
    {
        Assert.Equal(0, await _fixture.RunAsync("tasks"));

        Assert.Empty(_fixture.Output);
        Assert.Equal("The ledger has no such task.", Assert.Single(_fixture.ErrorLines));
    }

    [Fact]
    public async Task A_task_is_one_line_with_its_id_and_its_result_and_no_key_is_needed()
    {
        await EnhanceAsync("a.jpg", Samples.Jpeg);
        _fixture.Variables["COMFY_API_KEY"] = null;

        Assert.Equal(0, await _fixture.RunAsync("tasks"));

        var line = _fixture.OutputLines[^1].Replace('\\', '/');
        Assert.StartsWith($"Completed   {_fixture.Emulator.Record.Tasks[0].TaskId}  Faithful ", line, StringComparison.Ordinal);
        Assert.EndsWith("  78.07  a.jpg -> out/a-faithful.jpg", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_the_shape_of_a_run()
    {
        await EnhanceAsync("a.jpg", Samples.Jpeg, "--json");

        Assert.Equal(0, await _fixture.RunAsync("tasks", "--json"));

        var ofRun = _fixture.OutputLines[0]
            .Replace("\"fromLedger\":false", "\"fromLedger\":true", StringComparison.Ordinal)
            .Replace("\"credits\":78.07", "\"credits\":0", StringComparison.Ordinal);
        Assert.Equal(ofRun, _fixture.OutputLines[1]);
    }

    [Theory]
    [InlineData("", "b.png a.jpg")]
    [InlineData("--first 1", "b.png")]
    [InlineData("--status completed", "b.png a.jpg")]
    [InlineData("--status failed --status unknown", "")]
    [InlineData("--operation faithful", "a.jpg")]
    [InlineData("--provider ailab", "b.png")]
    [InlineData("--path a.jpg", "a.jpg")]
    [InlineData("--path *.png", "b.png")]
    [InlineData("--path .", "b.png a.jpg")]
    [InlineData("--path ./a*", "a.jpg")]
    [InlineData("--path elsewhere", "")]
    [InlineData("--since 1h", "b.png a.jpg")]
    [InlineData("--since 2020-01-01", "b.png a.jpg")]
    [InlineData("--since 2999-01-01", "")]
    public async Task It_lists_the_newest_first_and_only_matching_tasks(string options, string expected)
    {
        await EnhanceAsync("a.jpg", Samples.Jpeg, "--json");
        await EnhanceAsync("b.png", Samples.Png, "--json", "--mode", "smart-skin");
        var before = _fixture.OutputLines.Length;

        Assert.Equal(0, await _fixture.RunAsync(["tasks", "--json", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));

        var sources = _fixture.OutputLines[before..].Select(line => Path.GetFileName(JsonDocument.Parse(line).RootElement.GetProperty("source").GetString()));
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), sources);
    }

    [Fact]
    public async Task Refresh_polls_only_tasks_that_have_not_ended()
    {
        await using var fixture = new CliFixture(taskTime: TimeSpan.Zero);
        fixture.Folder.Add("a.jpg", Samples.Jpeg);
        fixture.Emulator.Faults.Add(Fault.TaskFails());
        Assert.Equal(0, await fixture.RunAsync("enhance", "a.jpg", "--no-wait"));
        Assert.Equal(0, await fixture.RunAsync("tasks"));
        Assert.StartsWith("Submitted ", fixture.OutputLines[^1], StringComparison.Ordinal);

        Assert.Equal(0, await fixture.RunAsync("tasks", "--refresh"));
        Assert.EndsWith("[TaskFailed]", fixture.OutputLines[^1], StringComparison.Ordinal);
        Assert.Equal(0, await fixture.RunAsync("tasks", "--refresh", "--status", "failed"));
        Assert.Equal(0, await fixture.RunAsync("wait"));

        Assert.Single(fixture.Emulator.Record.Requests, request => request.Target == FaultTarget.Status);
    }

    [Fact]
    public async Task A_task_that_fails_while_it_is_waited_for_is_exit_code_1()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.TaskFails());
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--no-wait"));

        Assert.Equal(1, await _fixture.RunAsync("wait"));
    }

    [Fact]
    public async Task A_task_that_cannot_be_polled_is_exit_code_1_and_still_listed()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--no-wait"));
        _fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Status, 404));

        Assert.Equal(1, await _fixture.RunAsync("tasks", "--refresh"));

        Assert.StartsWith("Not polled: ", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith("Submitted ", _fixture.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_one_has_what_happened_and_what_to_do_below_it()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.ResetAfterAccept(FaultTarget.Submit));
        Assert.Equal(1, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));

        Assert.Equal(0, await _fixture.RunAsync("tasks", "--status", "unknown"));

        Assert.StartsWith("Unknown ", _fixture.OutputLines[^3], StringComparison.Ordinal);
        Assert.EndsWith("[SubmissionUnknown]", _fixture.OutputLines[^2], StringComparison.Ordinal);
        Assert.Contains("--resume-unknown", _fixture.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_submission_in_flight_of_another_run_is_pending_and_not_unknown()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.HangAfterAccept(FaultTarget.Submit));
        using var cancel = new CancellationTokenSource();
        var run = _fixture.RunAsync(cancel.Token, "enhance", "a.jpg", "--destination", "out");
        await _fixture.Emulator.Record.WaitForRequestAsync(request => request.Target == FaultTarget.Submit).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, await _fixture.RunAsync("tasks"));

        Assert.StartsWith("Pending ", _fixture.OutputLines[^1], StringComparison.Ordinal);
        await cancel.CancelAsync();
        Assert.Equal(130, await run.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private async Task EnhanceAsync(string name, byte[] image, params string[] options)
    {
        _fixture.Folder.Add(name, image);
        Assert.Equal(0, await _fixture.RunAsync(["enhance", name, "--destination", "out", .. options]));
    }
}
