using System.Collections.Concurrent;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Inputs;

namespace SkinEnhance.Cli.Commands;

/// <summary>Runs one batch, reports it, and lists the tasks that continue after a cancellation.</summary>
/// <param name="client">The engine.</param>
/// <param name="reporter">Reports the run.</param>
/// <param name="observer">Receives the engine's reports.</param>
/// <param name="passedOver">The files that the search for images skipped.</param>
internal sealed class BatchRun(EnhanceClient client, IReporter reporter, RunObserver observer, PassedOver passedOver)
{
    private readonly object _gate = new();
    private readonly RunTally _tally = new();

    /// <summary>Runs the batch.</summary>
    /// <param name="items">The images, found as there is room.</param>
    /// <param name="count">Counts the images separately, for a display of the total; null if they can be found only once.</param>
    /// <param name="options">The options of the batch.</param>
    /// <param name="cancellationToken">Stops the run; it first waits briefly for the responses to submissions in flight.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(IEnumerable<BatchItem> items, Func<CancellationToken, int>? count, BatchOptions options, CancellationToken cancellationToken)
    {
        var cancelled = false;
        await reporter.ShowAsync(async () =>
        {
            using var counting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var counted = reporter.WantsTotal && count is not null ? Task.Run(() => Count(count, counting.Token), CancellationToken.None) : Task.CompletedTask;
            try
            {
                await foreach (var task in client.RunAsync(Requests(items), options, observer, cancellationToken))
                {
                    Report(task);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                cancelled = true;
            }

            await counting.CancelAsync();
            await counted;
        });
        foreach (var abandoned in observer.Abandoned)
        {
            _tally.AddLeft(abandoned, client.EstimateCredits(abandoned));
            reporter.Note(AbandonedText.Of(abandoned));
        }

        _tally.PassedOver = [.. passedOver.Describe()];
        if (_tally.Ended == 0 && !cancelled)
        {
            var filtered = passedOver.Filtered > 0 ? $" {passedOver.Filtered} files do not match --include, --exclude and --newer." : string.Empty;
            reporter.Note($"Warning: there is nothing to do.{filtered}");
        }

        reporter.Finish(_tally, cancelled);
        return cancelled ? ExitCode.Cancelled : _tally.ExitCode();
    }

    private IEnumerable<EnhanceRequest> Requests(IEnumerable<BatchItem> items)
    {
        foreach (var item in items)
        {
            if (item.Input.Error is { } error)
            {
                Report(item.ToFailedTask(error));
                continue;
            }

            var request = item.ToRequest();
            reporter.Started(request);
            yield return request;
        }
    }

    // Errors of the search come from its own thread, all others from the reader of the batch.
    private void Report(EnhanceTask task)
    {
        lock (_gate)
        {
            _tally.Add(task);
            reporter.Ended(task);
        }
    }

    private void Count(Func<CancellationToken, int> count, CancellationToken cancellationToken)
    {
        try
        {
            reporter.Total(count(cancellationToken));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The batch reports the same failure; the display has no total.
        }
    }
}

/// <summary>One input of a batch: an image, or an error.</summary>
/// <param name="Input">The input.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Parameters">The specified parameters.</param>
internal sealed record BatchItem(FoundInput Input, OperationDescriptor Operation, IReadOnlyDictionary<string, object?> Parameters)
{
    /// <summary>Whether an image whose end is missing is submitted.</summary>
    internal bool AllowTruncated { get; init; }

    /// <summary>Whether an image that the ledger has recorded as a result is submitted.</summary>
    internal bool AllowResult { get; init; }

    /// <summary>The request for the image; only without an error.</summary>
    internal EnhanceRequest ToRequest() => new()
    {
        Source = Input.Source!,
        Operation = Operation.Name,
        Parameters = Parameters,
        RelativeFolder = Input.RelativeFolder,
        AllowTruncated = AllowTruncated,
        AllowResult = AllowResult,
    };

    /// <summary>The error as a task, so that all failures are reported the same way.</summary>
    internal EnhanceTask ToFailedTask(EnhanceError error) => new()
    {
        Provider = Operation.Provider,
        Operation = Operation.Name,
        StatusRoute = Operation.StatusRoute,
        Status = EnhanceTaskStatus.Failed,
        Source = error.Target,
        RelativeFolder = Input.RelativeFolder,
        Error = error,
    };
}

/// <summary>Passes on the engine's reports, and keeps the tasks that continue after a cancellation for the end.</summary>
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
