using System.Text.Json;
using SkinEnhance.Cli.Hosting;

namespace SkinEnhance.Cli.Output;

/// <summary>One JSON object a line on standard output, and nothing else there; messages for the user go to standard error.</summary>
internal sealed class JsonReporter(CliHost host, TaskLine lines) : IReporter
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
        host.Output.WriteLine(JsonSerializer.Serialize(JsonTask.Of(task), JsonTaskContext.Default.JsonTask));
        if (task.Error is not null)
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
        FinalText.WriteSummary(host.Error, tally, cancelled);
        FinalText.WriteCap(host.Error, tally);
    }
}
