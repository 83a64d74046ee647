using SkinEnhance.Cli.Hosting;

namespace SkinEnhance.Cli.Output;

/// <summary>One line an image as it ends: for pipes, logs and terminals without cursor movements.</summary>
internal sealed class PlainReporter(CliHost host, TaskLine lines) : IReporter
{
    public bool WantsTotal => false;

    public Task ShowAsync(Func<Task> work) => work();

    public void Total(int count)
    {
    }

    public void Started(EnhanceRequest request)
    {
    }

    public void Ended(EnhanceTask task)
    {
        if (task.Error is null)
        {
            host.Output.WriteLine(lines.OfDone(task));
        }
        else
        {
            host.Error.WriteLine(lines.OfFailed(task));
        }
    }

    public void Progress(BatchProgress progress)
    {
    }

    public void Note(string line) => host.Error.WriteLine(line);

    public void Finish(RunTally tally, bool cancelled)
    {
        FinalText.WriteSummary(host.Output, tally, cancelled);
        FinalText.WriteFailures(host.Error, tally, lines);
    }
}
