using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

public sealed class ProcessTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task The_real_process_enhances_an_image()
    {
        _fixture.Folder.Add("Åsa [1].jpg", Samples.Jpeg);
        using var process = CliProcess.Start(_fixture.Folder.Path, _fixture.Variables, "enhance", "Åsa [1].jpg", "--destination", "out");

        var (code, output, error) = await process.ExitAsync();

        Assert.Equal((0, string.Empty), (code, error));
        Assert.StartsWith("Completed  Åsa [1].jpg -> ", output, StringComparison.Ordinal);
        Assert.Equal(["Åsa [1]-faithful.jpg"], _fixture.Folder.FilesBelow("out"));
    }

    [UnixTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_ends_it_with_130_and_the_task_that_continues(string signal)
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.TaskNeverEnds());
        using var process = CliProcess.Start(_fixture.Folder.Path, _fixture.Variables, "enhance", "a.jpg", "--destination", "out");
        await _fixture.Emulator.Record.WaitForRequestAsync(request => request.Target == FaultTarget.Status).WaitAsync(TimeSpan.FromSeconds(60));

        await process.SignalAsync(signal);
        var (code, output, error) = await process.ExitAsync();

        Assert.Equal(130, code);
        Assert.Contains($"accepted and continues at the provider: {Assert.Single(_fixture.Emulator.Record.Tasks).TaskId} (Comfy) for ", error, StringComparison.Ordinal);
        Assert.StartsWith("Cancelled: 0 done", output, StringComparison.Ordinal);
        Assert.Empty(_fixture.Folder.FilesBelow("out"));
    }

    [UnixFact]
    public async Task A_terminal_closed_during_a_paid_request_leaves_no_unknown()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.Hang(FaultTarget.Submit));
        using var process = CliProcess.Start(_fixture.Folder.Path, _fixture.Variables, "enhance", "a.jpg", "--destination", "out");
        await _fixture.Emulator.Record.WaitForRequestAsync(request => request.Fault == nameof(Fault.Hang)).WaitAsync(TimeSpan.FromSeconds(60));

        // Both the kernel and the shell send it.
        await process.SignalAsync("HUP");
        await process.SignalAsync("HUP");
        _fixture.Emulator.Faults.ReleaseHangs();
        var (code, _, error) = await process.ExitAsync();

        Assert.Equal(130, code);
        Assert.Contains("accepted and continues at the provider", error, StringComparison.Ordinal);
        Assert.Equal(0, await _fixture.RunAsync("tasks"));
        Assert.StartsWith($"Submitted   {Assert.Single(_fixture.Emulator.Record.Tasks).TaskId}", _fixture.OutputLines[^1], StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_hangup_that_nohup_ignores_stays_ignored()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Emulator.Faults.Add(Fault.Hang(FaultTarget.Submit));
        using var process = CliProcess.StartUnder("nohup", _fixture.Folder.Path, _fixture.Variables, "enhance", "a.jpg", "--destination", "out");
        await _fixture.Emulator.Record.WaitForRequestAsync(request => request.Fault == nameof(Fault.Hang)).WaitAsync(TimeSpan.FromSeconds(60));

        await process.SignalAsync("HUP");
        _fixture.Emulator.Faults.ReleaseHangs();

        Assert.Equal(0, (await process.ExitAsync()).Code);
    }

    [UnixFact]
    public async Task The_emulator_ends_well_on_a_signal()
    {
        // It prints only after it handles signals.
        using var process = CliProcess.Start(_fixture.Folder.Path, _fixture.Variables, "emulator");
        await process.FirstLineAsync();

        await process.SignalAsync("INT");
        var (code, _, error) = await process.ExitAsync();

        Assert.Equal((0, string.Empty), (code, error));
    }
}
