using System.Collections.Concurrent;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Inputs;

namespace SkinEnhance.Cli.Commands;

/// <summary>Runs one batch, shows it, and says what a cancellation left behind.</summary>
/// <param name="client">The engine.</param>
/// <param name="reporter">Shows it.</param>
/// <param name="observer">Is told what the engine does.</param>
/// <param name="passedOver">What the search for images passed over.</param>
internal sealed class BatchRun(EnhanceClient client, IReporter reporter, RunObserver observer, PassedOver passedOver)
{
    private readonly object _gate = new();
    private readonly RunTally _tally = new();

    /// <summary>Runs the batch.</summary>
    /// <param name="items">The images, looked for as there is room.</param>
    /// <param name="count">Counts them apart, for a display of how many there are; null when they can be found once only.</param>
    /// <param name="options">How the batch is run.</param>
    /// <param name="cancellationToken">Stops; the answer to what was just sent is listened for a little.</param>
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
            var filtered = passedOver.Filtered > 0 ? $" {passedOver.Filtered} files do not pass --include, --exclude and --newer." : string.Empty;
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
            reporter.Begun(request);
            yield return request;
        }
    }

    // Failures to find images come from the thread that looks for them, all others from the reader of the batch.
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
            // The batch meets the same failure and reports it; the display goes without a total.
        }
    }
}

/// <summary>One image, or the reason why there is none, on its way into a batch.</summary>
/// <param name="Input">What was found.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Parameters">The parameters given.</param>
internal sealed record BatchItem(FoundInput Input, OperationDescriptor Operation, IReadOnlyDictionary<string, object?> Parameters)
{
    /// <summary>Whether an image whose end is missing is sent all the same.</summary>
    internal bool AllowTruncated { get; init; }

    /// <summary>Whether an image that the ledger knows as a result is sent all the same.</summary>
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

    /// <summary>The error as a task, so that all failures are reported alike.</summary>
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
