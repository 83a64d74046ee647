using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SkinEnhance.Core.Operations;

namespace SkinEnhance.Core.Batch;

/// <summary>Takes images through check, submission, waiting and saving, a bounded number at once.</summary>
internal sealed class BatchRunner(ImageFlow flow, TimeProvider time)
{
    // Cancelled work ends at its next await; a file system that hangs must not hold the caller longer than this.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Runs a batch. Every request gives exactly one task, as it ends.</summary>
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

            // What ended but was not read any more is as lost to the caller as what was under way.
            while (results.Reader.TryRead(out var unread))
            {
                ImageFlow.Abandon(unread, observer);
            }
        }
    }

    private async Task PumpAsync(IAsyncEnumerable<PreparedRequest> requests, BatchRun run, ChannelWriter<EnhanceTask> results)
    {
        // Whatever ends it, it ends when all that began has ended. The next request is asked for only when there is room for it.
        var bounds = new ParallelOptions { MaxDegreeOfParallelism = run.Options.Limit, CancellationToken = run.Token };
        Exception? failure = null;
        try
        {
            await Parallel.ForEachAsync(PlaceAllAsync(requests, run), bounds, (image, _) => FlowAsync(image, run, results, isPatient: false)).ConfigureAwait(false);
        }
        catch (Exception upstream)
        {
            failure = upstream;
        }

        try
        {
            // What another process works on is waited for when everything else is done, so that two processes share a folder. Whoever loses
            // a claim waits once more.
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

    /// <summary>Gives each image the place of its results, in the order of the input.</summary>
    private static async IAsyncEnumerable<BatchImage> PlaceAllAsync(IAsyncEnumerable<PreparedRequest> requests, BatchRun run)
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

    /// <summary>One image's way. It ends once the result is taken over, so that a slow reader holds the batch back.</summary>
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
            // What the provider may have accepted was handed to the observer.
        }
        catch (Exception defect)
        {
            // A request that is none, or an observer that throws: an outcome would be missing, and nobody would hear of it.
            results.TryComplete(defect);
        }
    }
}
