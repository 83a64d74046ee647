using System.Collections.Concurrent;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Polling;
using static SkinEnhance.Core.Batch.ProgressCounter;

namespace SkinEnhance.Core.Batch;

/// <summary>One image's way: check, open, decide, reserve the name, store, submit, wait, save.</summary>
internal sealed class ImageFlow
{
    // How often a submission that another process works on is looked at.
    private static readonly TimeSpan LeaseInterval = TimeSpan.FromMilliseconds(250);

    private readonly OperationCatalog _catalog;
    private readonly TaskPoller _poller;
    private readonly ResultSaver _saver;
    private readonly SubmissionLedger? _ledger;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, AdaptiveLimit> _limits = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<ImageContext, Task<bool>>[] _steps;

    internal ImageFlow(OperationCatalog catalog, TaskPoller poller, ResultSaver saver, SubmissionLedger? ledger, TimeProvider time)
    {
        (_catalog, _poller, _saver, _ledger, _time) = (catalog, poller, saver, ledger, time);
        _steps = [CheckAsync, OpenAsync, DecideAsync, ReserveNameAsync, KeepAsync, StoreAsync, SubmitAsync, WaitAsync, SaveAsync];
    }

    /// <summary>Takes an image as far as it goes.</summary>
    /// <param name="image">The image.</param>
    /// <param name="run">The batch.</param>
    /// <param name="isPatient">Whether to wait while another process works on it.</param>
    /// <returns>The task at its end; null when another process works on it and it comes again later.</returns>
    internal async Task<EnhanceTask?> ProcessAsync(BatchImage image, BatchRun run, bool isPatient)
    {
        using var context = new ImageContext(image, run, isPatient);
        try
        {
            foreach (var step in _steps)
            {
                if (!await step(context).ConfigureAwait(false))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (run.Token.IsCancellationRequested)
        {
            context.IsCancelled = true;
            Abandon(context.Task, run.Observer);
            throw;
        }
        catch (Exception failure)
        {
            // One image must not take the batch down, whatever happened to it.
            context.Fail(failure);
            if (failure is SubmissionUnknownException && run.Token.IsCancellationRequested)
            {
                Abandon(context.Task, run.Observer);
                throw new OperationCanceledException(failure.Message, failure, run.Token);
            }
        }

        return context.IsDeferred ? null : context.Task;
    }

    /// <summary>Hands a task that is no longer followed to the observer, if there is anything to follow at the provider.</summary>
    internal static void Abandon(EnhanceTask task, IEnhanceObserver observer)
    {
        var isSaved = task.OutputPath.Count > 0 && task.Error is null;
        var isAtProvider = task.SubmittedAt is not null && task.Status != EnhanceTaskStatus.Failed && !isSaved;
        if (isAtProvider || task.Status == EnhanceTaskStatus.Unknown)
        {
            observer.OnAbandoned(task);
        }
    }

    /// <summary>Refuses what cannot be sent, without a look at the ledger.</summary>
    private Task<bool> CheckAsync(ImageContext context)
    {
        context.ThrowIfStopped();
        if (context.Prepared.Refusals is [var refusal, ..])
        {
            throw refusal;
        }

        context.Prepared.Provider.CheckSettings();
        if (context.Run.Options.UploadStorage)
        {
            _catalog.CheckUploadStorage(context.Prepared.Operation);
        }

        return GoOn;
    }

    /// <summary>Opens the record, so that no other process works on the same submission.</summary>
    private async Task<bool> OpenAsync(ImageContext context)
    {
        var (run, provider) = (context.Run, context.Prepared.Provider);
        while (true)
        {
            if (await LedgerEntry.OpenAsync(_ledger, context.Prepared, run.Observer, _time, run.Token).ConfigureAwait(false) is { } entry)
            {
                var limit = _limits.GetOrAdd(provider.Name, static (name, provider) => new AdaptiveLimit(name, provider.TellsAccountLimit), provider);
                context.Take(entry, limit.CreatePermit(run.Options.Limit, run.Observer));
                return true;
            }

            if (!context.IsPatient)
            {
                context.IsDeferred = true;
                return false;
            }

            await Task.Delay(LeaseInterval, _time, run.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Decides by the decision table what is done.</summary>
    private static Task<bool> DecideAsync(ImageContext context)
    {
        var (run, entry) = (context.Run, context.Entry);

        // What this batch paid for is not paid for once more by another image of the same bytes.
        var isPaid = entry.RecordId is { } identity && run.Submitted.Contains(identity);
        var known = entry.Know(context.Prepared.Provider.KnowsIdempotencyKeys, isSaving: context.Target is not null);
        context.Action = DecisionTable.Decide(known, isPaid ? run.Options with { Resubmit = false } : run.Options);
        switch (context.Action)
        {
            case ImageAction.Report:
                context.Task = entry.Snapshot(context.Task);
                return End;
            case ImageAction.Skip:
                context.Task = context.Task with { Status = EnhanceTaskStatus.Skipped };
                return End;
            case ImageAction.Resume:
                context.Task = TaskUpdate.Reopen(entry.Snapshot(context.Task));
                return GoOn;
            case ImageAction.Keep:
                context.Task = entry.Snapshot(context.Task);
                return GoOn;
            default:
                return GoOn;
        }
    }

    /// <summary>Makes sure that a result could be saved, so that nothing is paid for in vain.</summary>
    private static async Task<bool> ReserveNameAsync(ImageContext context)
    {
        var run = context.Run;
        if (context.Target is { } target)
        {
            run.Names.Sweep(target);

            // What is paid for already is downloaded first; an existing file is then kept or not when its bytes are known.
            if (context.IsSubmission)
            {
                (context.Target, var existing) = await run.Names.SecureAsync(target, isDryRun: false).ConfigureAwait(false);
                if (existing is not null)
                {
                    context.Task = context.Task with { Status = EnhanceTaskStatus.Skipped, OutputPath = [existing] };
                    return false;
                }
            }
        }

        run.Token.ThrowIfCancellationRequested();
        return true;
    }

    /// <summary>Copies saved results to where they are wanted, when all of them are in their place.</summary>
    private static async Task<bool> KeepAsync(ImageContext context)
    {
        if (context.Action != ImageAction.Keep)
        {
            return true;
        }

        if (context.Target is { } target)
        {
            context.Task = await ResultSaver.CopyAsync(context.Task, target, context.Run.Token).ConfigureAwait(false);
            if (target.OnExisting == ExistingFileAction.Skip && context.Task.Error is { Id: ErrorIds.OutputExists, Target: { } existing })
            {
                context.Task = context.Task with { Status = EnhanceTaskStatus.Skipped, OutputPath = [existing], Error = null };
            }
            else
            {
                context.Entry.NoteCopies(context.Task.OutputPath);
            }
        }

        return false;
    }

    /// <summary>Waits for a place among the submissions, reserves the credits, and stores the image where that is wanted. Storing is free, so
    /// it comes before the submission is announced: a failure here leaves nothing open.</summary>
    private static async Task<bool> StoreAsync(ImageContext context)
    {
        if (!context.IsSubmission)
        {
            return true;
        }

        var (run, entry, prepared) = (context.Run, context.Entry, context.Prepared);
        await context.Permit.AcquireAsync(run.Token).ConfigureAwait(false);
        context.ThrowIfStopped();
        context.Reserved = run.Cap.Reserve(prepared);

        // One key goes with one body: a replay is sent the way that the first request was, whatever this run is asked for.
        var stored = context.IsReplay ? entry.StoredImage : null;
        if (!context.IsReplay && run.Options.UploadStorage && prepared.Submission.Image is not null && prepared.Provider is IImageStorage storage)
        {
            var submission = prepared.Submission with { ImageSha256 = entry.ImageSha256 };
            stored = await storage.StoreAsync(submission, run.Observer, run.Token).ConfigureAwait(false);
        }

        context.Prepared = prepared with { Submission = prepared.Submission with { StoredImage = stored } };
        return true;
    }

    /// <summary>Sends the paid request, unless another process has taken the record over.</summary>
    private async Task<bool> SubmitAsync(ImageContext context)
    {
        if (!context.IsSubmission)
        {
            return true;
        }

        context.ThrowIfStopped();

        // The last look before money is spent: after a long sleep of this host, another one may work on the image.
        if (!context.Entry.IsHeld)
        {
            context.IsDeferred = true;
            return false;
        }

        var prepared = context.Prepared;
        context.Entry.BeginSubmission(prepared.Task, context.IsReplay, prepared.Submission.StoredImage);
        var submission = prepared.Submission with
        {
            IdempotencyKey = context.Entry.IdempotencyKey,
            RenewIdempotencyKey = context.Entry.RenewIdempotencyKey,
            ResendAmbiguous = context.Run.Options.ResendAmbiguous,
            Permit = context.Permit,
        };
        await SendAsync(context, submission).ConfigureAwait(false);
        return true;
    }

    private async Task SendAsync(ImageContext context, ProviderSubmission submission)
    {
        try
        {
            var accepted = await context.Prepared.Provider.SubmitAsync(submission, context.Run.Observer, context.Run.Token).ConfigureAwait(false);
            ReportAccepted(context, accepted);
        }
        catch (OperationCanceledException)
        {
            context.Entry.Withdraw();
            throw;
        }
        catch (EnhanceException failure)
        {
            NoteFailure(context, failure.Error);
            throw;
        }
    }

    private void ReportAccepted(ImageContext context, ProviderTaskState accepted)
    {
        context.Permit.ReportAccepted();
        NotePaid(context);
        context.Task = TaskUpdate.Apply(context.Task with { EarlierCredits = context.Entry.EarlierCredits }, accepted, _time.GetUtcNow());
        context.Entry.Note(context.Task);
    }

    private static void NoteFailure(ImageContext context, EnhanceError error)
    {
        var failed = TaskUpdate.Fail(context.Task, error);
        context.Entry.NoteFailure(failed);
        if (failed.Status == EnhanceTaskStatus.Unknown)
        {
            NotePaid(context);
        }
    }

    /// <summary>Notes what is or may be paid for, for another image of the same bytes in this batch.</summary>
    private static void NotePaid(ImageContext context)
    {
        if (context.Entry.RecordId is { } identity)
        {
            context.Run.Submitted.Add(identity);
        }
    }

    /// <summary>Waits for the task where that is wanted, and leaves its place among the submissions.</summary>
    private async Task<bool> WaitAsync(ImageContext context)
    {
        var run = context.Run;
        if ((context.Prepared.Request.Wait ?? run.Options.Wait) && !context.Task.IsEnded)
        {
            context.MoveTo(Step.Waiting);
            var fromLedger = context.Task.FromLedger;
            context.Task = await _poller.WaitAsync(context.Task, run.Options.Timeout, run.Observer, run.Token).ConfigureAwait(false) with { FromLedger = fromLedger };
            context.Entry.Note(context.Task, wasWatched: !fromLedger);
        }

        // A task that goes on at the provider keeps its place there.
        if (context.Task is { SubmittedAt: not null, TaskId: not null, IsEnded: false } task)
        {
            context.Permit.HoldUntilEnded(() => _poller.WaitAsync(task, run.Options.Timeout, NullObserver.Instance, CancellationToken.None));
        }

        context.Permit.Dispose();
        return true;
    }

    /// <summary>Downloads the results of a completed task.</summary>
    private async Task<bool> SaveAsync(ImageContext context)
    {
        if (context.Target is { } target && context.Task is { Status: EnhanceTaskStatus.Completed, Error: null })
        {
            context.MoveTo(Step.Saving);
            var task = await _saver.SaveAsync(context.Task, target, context.Entry.Announce, context.Run.Observer, context.Run.Token).ConfigureAwait(false);
            context.Task = task.Error is { } unsaved ? task with { Error = context.Confine(unsaved) } : task;
            context.Entry.Note(context.Task);
        }

        return true;
    }

    private static Task<bool> GoOn => Task.FromResult(true);

    private static Task<bool> End => Task.FromResult(false);
}
