using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using static SkinEnhance.Core.Batch.ProgressCounter;

namespace SkinEnhance.Core.Batch;

/// <summary>Takes images through check, submission, waiting and saving, a bounded number at once.</summary>
internal sealed class BatchRunner(RequestChecker checker, TaskPoller poller, ResultSaver saver, TimeProvider time)
{
    // Cancelled work ends at its next await; a file system that hangs must not hold the caller longer than this.
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(5);

    /// <summary>Runs a batch. Every request gives exactly one task, as it ends.</summary>
    internal async IAsyncEnumerable<EnhanceTask> RunAsync(
        IAsyncEnumerable<EnhanceRequest> requests, BatchOptions options, IEnhanceObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = Channel.CreateBounded<EnhanceTask>(options.Limit);
        var run = new Run(options, observer, new ProgressCounter(observer), new StopSign(), new ConcurrentDictionary<string, byte>(), stop.Token);
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
            await pump.WaitAsync(LongestGoodbye, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // What ended but was not read any more is as lost to the caller as what was under way.
            while (results.Reader.TryRead(out var unread))
            {
                Abandon(unread, observer);
            }
        }
    }

    private async Task PumpAsync(IAsyncEnumerable<EnhanceRequest> requests, Run run, ChannelWriter<EnhanceTask> results)
    {
        using var slots = new SemaphoreSlim(run.Options.Limit);
        Exception? failure = null;
        var isHeld = false;
        try
        {
            // The slot comes before the request: asking for one can be work, and as long as there is no room it waits.
            await HoldAsync().ConfigureAwait(false);
            await foreach (var request in requests.WithCancellation(run.Token).ConfigureAwait(false))
            {
                isHeld = false;
                _ = Task.Run(() => FlowAsync(request, run, results, slots), CancellationToken.None);
                await HoldAsync().ConfigureAwait(false);
            }
        }
        catch (Exception upstream)
        {
            failure = upstream;
        }

        for (var slot = isHeld ? 1 : 0; slot < run.Options.Limit; slot++)
        {
            await slots.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        results.TryComplete(failure);

        async Task HoldAsync()
        {
            await slots.WaitAsync(run.Token).ConfigureAwait(false);
            isHeld = true;
        }
    }

    /// <summary>One image's way. The slot is given back once the result is taken over, so that a slow reader holds the batch back.</summary>
    private async Task FlowAsync(EnhanceRequest request, Run run, ChannelWriter<EnhanceTask> results, SemaphoreSlim slots)
    {
        try
        {
            var task = await ProcessAsync(request, run).ConfigureAwait(false);
            run.Stop.Note(task.Error);
            try
            {
                await results.WriteAsync(task, run.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Abandon(task, run.Observer);
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
        finally
        {
            slots.Release();
        }
    }

    private async Task<EnhanceTask> ProcessAsync(EnhanceRequest request, Run run)
    {
        var task = checker.Describe(request);
        var step = Step.Submitting;
        string? reserved = null;
        var isCancelled = false;
        run.Progress.Begin();
        try
        {
            if (run.Stop.For(task) is { } stopped)
            {
                return task = TaskUpdate.Fail(task, stopped);
            }

            var prepared = checker.Check(request, run.Options.ResendAmbiguous);
            task = prepared.Task;
            var target = await ReserveTargetAsync(request, prepared.Operation, run).ConfigureAwait(false);
            reserved = target?.Identity.ToUpperInvariant();
            run.Token.ThrowIfCancellationRequested();
            var accepted = await prepared.Provider.SubmitAsync(prepared.Submission, run.Observer, run.Token).ConfigureAwait(false);
            task = TaskUpdate.Apply(task, accepted, time.GetUtcNow());
            if (run.Options.Wait && !task.IsEnded)
            {
                run.Progress.Move(step, step = Step.Waiting);
                task = await poller.WaitAsync(task, run.Options.Timeout, run.Observer, run.Token).ConfigureAwait(false);
            }

            if (target is not null && task is { Status: EnhanceTaskStatus.Completed, Error: null })
            {
                run.Progress.Move(step, step = Step.Saving);
                task = await saver.SaveAsync(task, target, run.Observer, run.Token).ConfigureAwait(false);
            }

            return task;
        }
        catch (OperationCanceledException) when (run.Token.IsCancellationRequested)
        {
            isCancelled = true;
            Abandon(task, run.Observer);
            throw;
        }
        catch (SubmissionUnknownException unknown) when (run.Token.IsCancellationRequested)
        {
            task = TaskUpdate.Fail(task, unknown.Error);
            Abandon(task, run.Observer);
            throw new OperationCanceledException(unknown.Message, unknown, run.Token);
        }
        catch (EnhanceException failure)
        {
            return task = TaskUpdate.Fail(task, failure.Error);
        }
        catch (Exception unforeseen)
        {
            // One image must not take the batch down, whatever happened to it.
            var error = new EnhanceError
            {
                Id = ErrorIds.Unexpected,
                Target = task.Source,
                Message = $"'{task.Source}' failed unexpectedly: {unforeseen.GetType().Name}: {unforeseen.Message}",
            };

            // Once accepted it goes on at the provider, and keeps the status that lets it be waited for again.
            return task = task.SubmittedAt is null ? TaskUpdate.Fail(task, error) : task with { Error = error };
        }
        finally
        {
            // A name stays taken once its file is saved: with Force, the next image of that name would replace a result just paid for.
            if (reserved is not null && task.OutputPath.Count == 0)
            {
                run.Targets.TryRemove(reserved, out _);
            }

            run.Progress.End(step, succeeded: !isCancelled && task is { Error: null });
        }
    }

    private static async Task<ResultTarget?> ReserveTargetAsync(EnhanceRequest request, OperationDescriptor operation, Run run)
    {
        if (run.Options.Save is not { } save)
        {
            return null;
        }

        var target = ResultTarget.Of(save, request.Source, operation, request.RelativeFolder);
        if (!run.Targets.TryAdd(target.Identity.ToUpperInvariant(), 0))
        {
            throw EnhanceException.For(new EnhanceError
            {
                Id = ErrorIds.OutputNameTaken,
                Target = request.Source.ToString(),
                Message = $"'{request.Source}' was not sent: another image of this batch is saved as '{target.Identity}' too.",
            });
        }

        try
        {
            await target.CheckAsync().ConfigureAwait(false);
            return target;
        }
        catch
        {
            run.Targets.TryRemove(target.Identity.ToUpperInvariant(), out _);
            throw;
        }
    }

    private static void Abandon(EnhanceTask task, IEnhanceObserver observer)
    {
        var isSaved = task.OutputPath.Count > 0 && task.Error is null;
        var isAtProvider = task.SubmittedAt is not null && task.Status != EnhanceTaskStatus.Failed && !isSaved;
        if (isAtProvider || task.Status == EnhanceTaskStatus.Unknown)
        {
            observer.OnAbandoned(task);
        }
    }

    /// <summary>What the images of one batch share.</summary>
    private sealed record Run(
        BatchOptions Options,
        IEnhanceObserver Observer,
        ProgressCounter Progress,
        StopSign Stop,
        ConcurrentDictionary<string, byte> Targets,
        CancellationToken Token);
}
