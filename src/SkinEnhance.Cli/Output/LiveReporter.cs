using SkinEnhance.Cli.Hosting;
using Spectre.Console;

namespace SkinEnhance.Cli.Output;

/// <summary>A table of the images in progress at the bottom of a terminal, with a line above it for every image that ended.</summary>
internal sealed class LiveReporter(CliHost host, IAnsiConsole console, TaskLine lines, DisplayName names, bool showsDone = true) : IReporter
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(200);

    private readonly LiveState _state = new(TimeProvider.System);

    public bool WantsTotal => true;

    public async Task ShowAsync(Func<Task> work) =>
        await console.Live(View()).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async display =>
        {
            using var ended = new CancellationTokenSource();
            var refresh = RefreshAsync(display, ended.Token);
            try
            {
                await work();
            }
            finally
            {
                await ended.CancelAsync();
                await refresh;
            }
        });

    public void Total(int count) => _state.Total = count;

    public void Started(EnhanceRequest request) => _state.Begin(request);

    public void Ended(EnhanceTask task)
    {
        _state.End(task);
        if (task.Error is not null)
        {
            Note(lines.OfFailed(task));
        }
        else if (showsDone)
        {
            console.Write(new RawLine(lines.OfDone(task), Color.Green));
        }
    }

    public void Progress(BatchProgress progress) => _state.Progress = progress;

    public void Note(string line)
    {
        // On the same terminal, only the console of the table can make room for a line.
        if (host.ErrorIsTerminal)
        {
            console.Write(new RawLine(line, Color.Red));
        }
        else
        {
            host.Error.WriteLine(line);
        }
    }

    public void Finish(RunTally tally, bool cancelled)
    {
        FinalText.WriteSummary(host.Output, tally, cancelled);
        FinalText.WriteFailures(host.Error, tally, lines);
    }

    private async Task RefreshAsync(LiveDisplayContext display, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(RefreshInterval);
        try
        {
            do
            {
                display.UpdateTarget(View());
            }
            while (await timer.WaitForNextTickAsync(ended));
        }
        catch (OperationCanceledException)
        {
            // The work is done, and the display ends.
        }
    }

    private WithMargin View() => LiveView.Of(_state.Snapshot(), names, console.Profile);
}
