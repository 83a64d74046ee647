using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core.Batch;

namespace SkinEnhance.Cli.Commands;

/// <summary>Processes tasks, a limited number at once, and reports them as they end.</summary>
internal sealed class TaskRun(IReporter reporter, RunObserver observer)
{
    private readonly RunTally _tally = new();

    /// <summary>Runs the work.</summary>
    /// <param name="tasks">The tasks; one with <see cref="ErrorIds.TaskNotFound"/> is reported without processing.</param>
    /// <param name="limit">How many at once.</param>
    /// <param name="work">Processes one task.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(
        IReadOnlyList<EnhanceTask> tasks, int limit, Func<EnhanceTask, CancellationToken, Task<EnhanceTask>> work, CancellationToken cancellationToken)
    {
        var cancelled = false;
        try
        {
            var bounds = new ParallelOptions { MaxDegreeOfParallelism = limit, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(tasks, bounds, async (task, token) => Report(await TryAsync(task, work, token)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            cancelled = true;
        }

        foreach (var abandoned in observer.Abandoned)
        {
            _tally.AddLeft(abandoned, abandoned.Credits);
            reporter.Note(AbandonedText.Of(abandoned));
        }

        reporter.Finish(_tally, cancelled);
        return cancelled ? ExitCode.Cancelled : _tally.ExitCode();
    }

    private async Task<EnhanceTask> TryAsync(
        EnhanceTask task, Func<EnhanceTask, CancellationToken, Task<EnhanceTask>> work, CancellationToken cancellationToken)
    {
        try
        {
            return task.ErrorId == ErrorIds.TaskNotFound && task.RecordId is null ? task : await TaskWork.TryAsync(task, work, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            observer.OnAbandoned(task);
            throw;
        }
    }

    private void Report(EnhanceTask task)
    {
        lock (_tally)
        {
            _tally.Add(task);
            reporter.Ended(task);
        }
    }
}
