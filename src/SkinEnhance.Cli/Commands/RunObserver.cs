using System.Collections.Concurrent;
using SkinEnhance.Cli.Output;

namespace SkinEnhance.Cli.Commands;

/// <summary>Passes on what the engine tells, and keeps what a cancellation left behind for the end.</summary>
internal sealed class RunObserver(IReporter reporter, bool verbose) : IEnhanceObserver
{
    private readonly ConcurrentQueue<EnhanceTask> _abandoned = new();

    internal IEnumerable<EnhanceTask> Abandoned => _abandoned;

    public void OnVerbose(string message)
    {
        if (verbose)
        {
            reporter.Note(SafeText.OneLine(message));
        }
    }

    public void OnWarning(string message) => reporter.Note($"Warning: {SafeText.OneLine(message)}");

    public void OnProgress(BatchProgress progress) => reporter.Progress(progress);

    public void OnAbandoned(EnhanceTask task) => _abandoned.Enqueue(task);
}
