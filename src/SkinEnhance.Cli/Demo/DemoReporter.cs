using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;

namespace SkinEnhance.Cli.Demo;

/// <summary>Shows a live table while the demo runs, if there is a terminal, and the table of results at its end.</summary>
internal sealed class DemoReporter(CliHost host, IReadOnlyList<DemoItem> items, string folder, TaskLine lines, DemoTable table, IReporter? live) : IReporter
{
    private readonly Dictionary<(string Source, string Operation), EnhanceTask> _ended = [];

    public bool WantsTotal => live?.WantsTotal ?? false;

    public Task ShowAsync(Func<Task> work) => live?.ShowAsync(work) ?? work();

    public void Total(int count) => live?.Total(count);

    public void Started(EnhanceRequest request) => live?.Started(request);

    public void Ended(EnhanceTask task)
    {
        _ended[(task.Source ?? string.Empty, task.Operation)] = task;
        live?.Ended(task);
    }

    public void Progress(BatchProgress progress) => live?.Progress(progress);

    public void Note(string line)
    {
        if (live is null)
        {
            host.Error.WriteLine(line);
        }
        else
        {
            live.Note(line);
        }
    }

    public void Finish(RunTally tally, bool cancelled)
    {
        table.Write(items, item => _ended.GetValueOrDefault(KeyOf(item)));
        FinalText.WriteSummary(host.Output, tally, cancelled);
        host.Output.WriteLine($"The results are in {folder}.");
        host.Output.WriteLine("The emulator does not enhance images: each result is the submitted image with a");
        host.Output.WriteLine("note in its metadata. Credits are list prices; nothing was billed.");
        if (live is null)
        {
            foreach (var task in tally.Failures)
            {
                host.Error.WriteLine(lines.OfFailed(task));
            }
        }
    }

    private static (string Source, string Operation) KeyOf(DemoItem item) =>
        (item.Item.Input.Source?.ToString() ?? item.Item.Input.Error!.Target!, item.Item.Operation.Name);
}
