using System.Collections.Concurrent;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;
using static SkinEnhance.Core.Batch.ProgressCounter;

namespace SkinEnhance.Core.Batch;

/// <summary>One image's way: check, ledger, submission, waiting, saving.</summary>
internal sealed class ImageFlow(OperationCatalog catalog, TaskPoller poller, ResultSaver saver, SubmissionLedger? ledger, TimeProvider time)
{
    // How often a submission that another process works on is looked at.
    private static readonly TimeSpan ClaimInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, AdaptiveLimit> _limits = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes an image as far as it goes.</summary>
    /// <param name="image">The image.</param>
    /// <param name="run">The batch.</param>
    /// <param name="isPatient">Whether to wait while somebody else works on it.</param>
    /// <returns>The task at its end; null when somebody else works on it and there is no patience.</returns>
    internal async Task<EnhanceTask?> ProcessAsync(BatchImage image, BatchRun run, bool isPatient)
    {
        var (prepared, target) = image;
        var task = prepared.Task;
        var step = Step.Submitting;
        double? cost = null;
        var isDeferred = false;
        var isCancelled = false;
        run.Progress.Begin();
        try
        {
            ThrowIfStopped(task, run);
            if (prepared.Refusals is [var refusal, ..])
            {
                throw refusal;
            }

            prepared.Provider.CheckSettings();
            if (run.Options.UploadStorage)
            {
                catalog.CheckUploadStorage(prepared.Operation);
            }

            using var entry = await OpenAsync(prepared, run, isPatient).ConfigureAwait(false);
            if (entry is null)
            {
                isDeferred = true;
                return null;
            }

            using var turn = LimitOf(prepared.Provider).CreateTurn(run.Options.Limit, run.Observer);
            task = task with { RecordId = entry.RecordId };
            prepared = prepared with { Task = task };
            var isSubmitted = entry.RecordId is { } identity && run.Submitted.Contains(identity);
            var plan = entry.Plan(isSubmitted ? run.Options with { Resubmit = false } : run.Options, prepared.Provider.KnowsIdempotencyKeys, isSaved: target is not null);
            if (plan == LedgerPlan.Report)
            {
                return task = entry.Snapshot(task);
            }

            if (plan == LedgerPlan.Submit && entry is { IsResult: true, IsKnown: false })
            {
                return task = task with { Status = EnhanceTaskStatus.Skipped };
            }

            if (target is not null)
            {
                run.Names.Sweep(target);
            }

            // What is paid for already is downloaded first; an existing file is then kept or not when its bytes are known.
            if (target is not null && plan is LedgerPlan.Submit or LedgerPlan.Replay)
            {
                (target, var existing) = await run.Names.SecureAsync(target, isDryRun: false).ConfigureAwait(false);
                if (existing is not null)
                {
                    return task = task with { Status = EnhanceTaskStatus.Skipped, OutputPath = [existing] };
                }
            }

            run.Token.ThrowIfCancellationRequested();
            if (plan == LedgerPlan.Done)
            {
                task = entry.Snapshot(task);
                if (target is not null)
                {
                    task = await ResultSaver.CopyAsync(task, target, run.Token).ConfigureAwait(false);
                    if (target.OnExisting == ExistingFileAction.Skip && task.Error is { Id: ErrorIds.OutputExists, Target: { } existing })
                    {
                        return task = task with { Status = EnhanceTaskStatus.Skipped, OutputPath = [existing], Error = null };
                    }

                    entry.NoteCopies(task.OutputPath);
                }

                return task;
            }

            if (plan == LedgerPlan.Resume)
            {
                task = TaskUpdate.Reopen(entry.Snapshot(task));
            }
            else
            {
                await turn.TakeAsync(run.Token).ConfigureAwait(false);
                ThrowIfStopped(task, run);
                cost = run.Cap.Reserve(prepared);
                prepared = await StoreAsync(prepared, entry, plan == LedgerPlan.Replay, run).ConfigureAwait(false);
                ThrowIfStopped(task, run);

                // The last look before money is spent: after a long sleep of this host, another one may have the image in hand.
                if (!entry.IsHeld)
                {
                    isDeferred = true;
                    return null;
                }

                task = await SubmitAsync(prepared, entry, plan == LedgerPlan.Replay, turn, run).ConfigureAwait(false);
            }

            if ((prepared.Request.Wait ?? run.Options.Wait) && !task.IsEnded)
            {
                run.Progress.Move(step, step = Step.Waiting);
                var fromLedger = task.FromLedger;
                task = await poller.WaitAsync(task, run.Options.Timeout, run.Observer, run.Token).ConfigureAwait(false) with { FromLedger = fromLedger };
                entry.Note(task, wasWatched: !fromLedger);
            }

            End(turn, task, run);
            if (target is not null && task is { Status: EnhanceTaskStatus.Completed, Error: null })
            {
                run.Progress.Move(step, step = Step.Saving);
                task = await saver.SaveAsync(task, target, entry.Announce, run.Observer, run.Token).ConfigureAwait(false);
                task = task.Error is { } unsaved ? task with { Error = Limit(unsaved, image) } : task;
                entry.Note(task);
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
            return task = TaskUpdate.Fail(task, Limit(failure.Error, image));
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
            return task = task.SubmittedAt is null ? TaskUpdate.Fail(task, error.CausedBy(unforeseen)) : task with { Error = error.CausedBy(unforeseen) };
        }
        finally
        {
            // What an earlier run paid for is none of this one's cost.
            if (cost is { } estimate)
            {
                run.Cap.Settle(estimate, task);
            }

            if (isDeferred)
            {
                run.Progress.Withdraw();
            }
            else
            {
                run.Progress.End(step, succeeded: !isCancelled && task is { Error: null });
            }
        }
    }

    private AdaptiveLimit LimitOf(IEnhanceProvider provider) =>
        _limits.GetOrAdd(provider.Name, static (name, provider) => new AdaptiveLimit(name, provider.TellsAccountLimit), provider);

    /// <summary>Gives a turn back, or keeps it while the task that it was for goes on at the provider.</summary>
    private void End(SubmissionTurn turn, EnhanceTask task, BatchRun run)
    {
        if (task is { SubmittedAt: not null, TaskId: not null, IsEnded: false })
        {
            turn.Leave(() => poller.WaitAsync(task, run.Options.Timeout, NullObserver.Instance, CancellationToken.None));
        }

        turn.Dispose();
    }

    /// <summary>A folder that cannot be written concerns the other images only when it is the destination of the whole batch.</summary>
    private static EnhanceError Limit(EnhanceError error, BatchImage image) =>
        error.Id == ErrorIds.DestinationNotWritable && !(image.Target is { IsDestination: true } && image.Prepared.Request.Save is null)
            ? error with { StopsBatch = false }
            : error;

    /// <summary>Tells the observer of a task that nobody follows any more, if there is anything to follow.</summary>
    internal static void Abandon(EnhanceTask task, IEnhanceObserver observer)
    {
        var isSaved = task.OutputPath.Count > 0 && task.Error is null;
        var isAtProvider = task.SubmittedAt is not null && task.Status != EnhanceTaskStatus.Failed && !isSaved;
        if (isAtProvider || task.Status == EnhanceTaskStatus.Unknown)
        {
            observer.OnAbandoned(task);
        }
    }

    private async Task<LedgerEntry?> OpenAsync(PreparedRequest prepared, BatchRun run, bool isPatient)
    {
        while (true)
        {
            var entry = await LedgerEntry.OpenAsync(ledger, prepared, run.Observer, time, run.Token).ConfigureAwait(false);
            if (entry is not null || !isPatient)
            {
                return entry;
            }

            await Task.Delay(ClaimInterval, time, run.Token).ConfigureAwait(false);
        }
    }

    private static void ThrowIfStopped(EnhanceTask task, BatchRun run)
    {
        if (run.Stop.For(task) is { } stopped)
        {
            throw EnhanceException.For(stopped);
        }
    }

    /// <summary>Stores the image where that is wanted. It is free, so it comes before the submission is announced: what breaks here leaves nothing open.</summary>
    private static async Task<PreparedRequest> StoreAsync(PreparedRequest prepared, LedgerEntry entry, bool isReplay, BatchRun run)
    {
        // One key goes with one body: a replay is sent the way that the first request was, whatever this run is asked for.
        var stored = isReplay ? entry.StoredImage : null;
        if (!isReplay && run.Options.UploadStorage && prepared.Submission.Image is not null && prepared.Provider is IImageStorage storage)
        {
            var submission = prepared.Submission with { ImageSha256 = entry.ImageSha256 };
            stored = await storage.StoreAsync(submission, run.Observer, run.Token).ConfigureAwait(false);
        }

        return prepared with { Submission = prepared.Submission with { StoredImage = stored } };
    }

    private async Task<EnhanceTask> SubmitAsync(PreparedRequest prepared, LedgerEntry entry, bool isReplay, SubmissionTurn turn, BatchRun run)
    {
        entry.BeginSubmission(prepared.Task, isReplay, prepared.Submission.StoredImage);
        try
        {
            var submission = prepared.Submission with
            {
                IdempotencyKey = entry.IdempotencyKey,
                RenewIdempotencyKey = entry.RenewIdempotencyKey,
                ResendAmbiguous = run.Options.ResendAmbiguous,
                Turn = turn,
            };
            var accepted = await prepared.Provider.SubmitAsync(submission, run.Observer, run.Token).ConfigureAwait(false);
            turn.NoteAccepted();
            NoteSubmitted(entry, run);
            var task = TaskUpdate.Apply(prepared.Task with { EarlierCredits = entry.EarlierCredits }, accepted, time.GetUtcNow());
            entry.Note(task);
            return task;
        }
        catch (OperationCanceledException)
        {
            entry.Withdraw();
            throw;
        }
        catch (EnhanceException failure)
        {
            var failed = TaskUpdate.Fail(prepared.Task, failure.Error);
            entry.NoteFailure(failed);
            if (failed.Status == EnhanceTaskStatus.Unknown)
            {
                NoteSubmitted(entry, run);
            }

            throw;
        }
    }

    /// <summary>Notes what is paid for, for another image of the same bytes in this batch.</summary>
    private static void NoteSubmitted(LedgerEntry entry, BatchRun run)
    {
        if (entry.RecordId is { } identity)
        {
            run.Submitted.Add(identity);
        }
    }
}
