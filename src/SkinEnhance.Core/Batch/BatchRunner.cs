using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SkinEnhance.Core.Operations;

namespace SkinEnhance.Core.Batch;

/// <summary>Processes the images of a batch, a bounded number at once.</summary>
internal sealed class BatchRunner(ImageFlow flow, TimeProvider time)
{
    // Cancelled work ends at its next await; a hanging file system must not block the caller for longer than this.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Runs a batch and returns exactly one task for each request, in the order in which they end.</summary>
    internal async IAsyncEnumerable<EnhanceTask> RunAsync(
        IAsyncEnumerable<PreparedRequest> requests, BatchOptions options, IEnhanceObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = Channel.CreateBounded<EnhanceTask>(options.Limit);
        var run = new BatchRun(options, observer, time, stop.Token);
        var pump = Task.Run(() => PumpAsync(requests, run, results.Writer), CancellationToken.None);
        try
        {
            await foreach (var task in results.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return task;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await pump.WaitAsync(ShutdownTimeout, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // Tasks that have ended and were not read are reported as abandoned too.
            while (results.Reader.TryRead(out var unread))
            {
                ImageFlow.Abandon(unread, observer);
            }
        }
    }

    private async Task PumpAsync(IAsyncEnumerable<PreparedRequest> requests, BatchRun run, ChannelWriter<EnhanceTask> results)
    {
        // The loop ends when all started images have ended. The next request is read only when there is capacity for it.
        var bounds = new ParallelOptions { MaxDegreeOfParallelism = run.Options.Limit, CancellationToken = run.Token };
        Exception? failure = null;
        try
        {
            await Parallel.ForEachAsync(AssignTargetsAsync(requests, run), bounds, (image, _) => FlowAsync(image, run, results, isPatient: false)).ConfigureAwait(false);
        }
        catch (Exception upstream)
        {
            failure = upstream;
        }

        try
        {
            // Images that another process has leased come last, so that two processes can share a folder. A lost race for the lease means another
            // wait.
            while (!run.Deferred.IsEmpty)
            {
                await Parallel.ForEachAsync(TakeDeferred(run), bounds, (image, _) => FlowAsync(image, run, results, isPatient: true)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException stopped)
        {
            failure ??= stopped;
        }

        results.TryComplete(failure);
    }

    /// <summary>Assigns each image the target of its results, in input order.</summary>
    private static async IAsyncEnumerable<BatchImage> AssignTargetsAsync(IAsyncEnumerable<PreparedRequest> requests, BatchRun run)
    {
        await foreach (var request in requests.WithCancellation(run.Token).ConfigureAwait(false))
        {
            yield return Place(request, run);
        }
    }

    private static IEnumerable<BatchImage> TakeDeferred(BatchRun run)
    {
        while (run.Deferred.TryDequeue(out var image))
        {
            yield return image;
        }
    }

    private static BatchImage Place(PreparedRequest prepared, BatchRun run)
    {
        try
        {
            return new BatchImage(prepared, prepared.Refusals.Count > 0 ? null : run.Names.Take(prepared));
        }
        catch (EnhanceException refused)
        {
            return new BatchImage(prepared with { Refusals = [refused] }, null);
        }
    }

    /// <summary>Processes one image. It ends when the result has been read, so that a slow reader limits the batch.</summary>
    private async ValueTask FlowAsync(BatchImage image, BatchRun run, ChannelWriter<EnhanceTask> results, bool isPatient)
    {
        try
        {
            if (await flow.ProcessAsync(image, run, isPatient).ConfigureAwait(false) is not { } task)
            {
                run.Deferred.Enqueue(image);
                return;
            }

            run.FatalErrors.Report(task);
            try
            {
                await results.WriteAsync(task, run.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                ImageFlow.Abandon(task, run.Observer);
            }
        }
        catch (OperationCanceledException) when (run.Token.IsCancellationRequested)
        {
            // The observer has received the task already if the provider may have accepted it.
        }
        catch (Exception defect)
        {
            // A defect, such as an observer that throws: without this an outcome would be missing and the reader would wait forever.
            results.TryComplete(defect);
        }
    }
}
