using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

public sealed class CancellationTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CliFixture _fixture = new();
    private readonly CancellationTokenSource _cancel = new();

    public async ValueTask DisposeAsync()
    {
        _cancel.Dispose();
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task Stopped_while_sending_it_lists_what_may_have_been_billed()
    {
        _fixture.Emulator.Faults.Add(Fault.HangAfterAccept(FaultTarget.Submit));

        var source = await CancelAsync(FaultTarget.Submit);

        Assert.Contains($"may have been accepted and billed: {source}", _fixture.ErrorLines);
        Assert.Equal("Cancelled: 0 done, 0 failed, 1 may have been billed (about 78.07 credits).", _fixture.OutputLines[^1]);
    }

    [Fact]
    public async Task Stopped_while_sending_it_waits_for_the_task_in_flight()
    {
        _fixture.StopGrace = Patience;
        _fixture.Emulator.Faults.Add(Fault.HangAfterAccept(FaultTarget.Submit));

        var source = await CancelAsync(FaultTarget.Submit, _fixture.Emulator.Faults.ReleaseHangs);

        var id = Assert.Single(_fixture.Emulator.Record.Tasks).TaskId;
        Assert.Contains($"accepted and continues at the provider: {id} (Comfy) for {source}", _fixture.ErrorLines);
    }

    [Fact]
    public async Task Stopped_while_waiting_it_lists_the_task_that_continues()
    {
        _fixture.Emulator.Faults.Add(Fault.TaskNeverEnds());

        var source = await CancelAsync(FaultTarget.Status);

        var id = Assert.Single(_fixture.Emulator.Record.Tasks).TaskId;
        Assert.Contains($"accepted and continues at the provider: {id} (Comfy) for {source}", _fixture.ErrorLines);
        Assert.Equal("Cancelled: 0 done, 0 failed, 1 accepted and continues (about 78.07 credits).", _fixture.OutputLines[^1]);
    }

    [Fact]
    public async Task Stopped_while_downloading_it_prints_the_address_of_the_result()
    {
        _fixture.Emulator.Faults.Add(Fault.Hang(FaultTarget.Download));

        var source = await CancelAsync(FaultTarget.Download);

        var download = Assert.Single(_fixture.Emulator.Record.Requests, request => request.Target == FaultTarget.Download);
        Assert.Contains($"completed, not saved: {new Uri(_fixture.Emulator.Address, download.Path)} for {source}", _fixture.ErrorLines);
    }

    [Fact]
    public async Task Stopped_before_it_starts_it_sends_nothing()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        await _cancel.CancelAsync();

        Assert.Equal(130, await _fixture.RunAsync(_cancel.Token, "enhance", "a.jpg", "--destination", "out"));
        Assert.Equal(0, _fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task Standard_output_has_only_json_lines_when_stopped()
    {
        _fixture.Emulator.Faults.Add(Fault.TaskNeverEnds());

        await CancelAsync(FaultTarget.Status, "--json");

        Assert.Empty(_fixture.Output);
        Assert.Contains(_fixture.ErrorLines, line => line.StartsWith("Cancelled: ", StringComparison.Ordinal));
    }

    private Task<string> CancelAsync(FaultTarget target, params string[] options) => CancelAsync(target, static () => { }, options);

    private async Task<string> CancelAsync(FaultTarget target, Action then, params string[] options)
    {
        var source = _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        var run = _fixture.RunAsync(_cancel.Token, ["enhance", "a.jpg", "--destination", "out", .. options]);
        using var patience = new CancellationTokenSource(Patience);

        // A request is recorded after its headers; a hanging one is complete when its fault is recorded.
        await _fixture.Emulator.Record.WaitForRequestAsync(
            request => request.Target == target && (target == FaultTarget.Status || request.Fault is not null), patience.Token);
        await _cancel.CancelAsync();
        then();

        Assert.Equal(130, await run.WaitAsync(Patience));
        Assert.Empty(_fixture.Folder.FilesBelow("out"));
        return source;
    }
}
