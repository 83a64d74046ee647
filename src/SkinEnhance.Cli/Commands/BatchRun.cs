using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core;
using SkinEnhance.Core.Batch;

namespace SkinEnhance.Cli.Commands;

/// <summary>Runs one batch, shows it, and says what a cancellation left behind.</summary>
internal sealed class BatchRun(EnhanceClient client, IReporter reporter, bool verbose)
{
    private readonly object _gate = new();
    private readonly RunTally _tally = new();

    /// <summary>Runs the batch.</summary>
    /// <param name="enumerate">Begins to look for the images, from the start each time.</param>
    /// <param name="options">How the batch is run.</param>
    /// <param name="cancellationToken">Stops; the answer to what was just sent is listened for a little.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(Func<IEnumerable<BatchItem>> enumerate, BatchOptions options, CancellationToken cancellationToken)
    {
        var observer = new RunObserver(reporter, verbose);
        var cancelled = false;
        await reporter.ShowAsync(async () =>
        {
            using var counting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var count = reporter.WantsTotal ? Task.Run(() => Count(enumerate(), counting.Token), CancellationToken.None) : Task.CompletedTask;
            try
            {
                await foreach (var task in client.RunAsync(Requests(enumerate()), options, observer, cancellationToken))
                {
                    Report(task);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                cancelled = true;
            }

            await counting.CancelAsync();
            await count;
        });
        foreach (var abandoned in observer.Abandoned)
        {
            reporter.Note(AbandonedText.Of(abandoned));
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

    private void Count(IEnumerable<BatchItem> items, CancellationToken cancellationToken)
    {
        try
        {
            reporter.Total(items.TakeWhile(_ => !cancellationToken.IsCancellationRequested).Count());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The batch meets the same failure and reports it; the display goes without a total.
        }
    }
}
