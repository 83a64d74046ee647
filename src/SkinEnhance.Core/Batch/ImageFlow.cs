using System.Collections.Concurrent;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Polling;
using static SkinEnhance.Core.Batch.ProgressCounter;

namespace SkinEnhance.Core.Batch;

/// <summary>The steps for one image: check, open, decide, reserve the name, store, submit, wait, save.</summary>
internal sealed class ImageFlow
{
    // The interval for retrying the lease of another process.
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

    /// <summary>Processes an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="run">The batch.</param>
    /// <param name="isPatient">Whether to wait while another process works on it.</param>
    /// <returns>The task at its end; null when another process has leased the image and it is retried later.</returns>
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
            // An error of one image must not end the batch.
            context.Fail(failure);
            if (failure is SubmissionUnknownException && run.Token.IsCancellationRequested)
            {
                Abandon(context.Task, run.Observer);
                throw new OperationCanceledException(failure.Message, failure, run.Token);
            }
        }

        return context.IsDeferred ? null : context.Task;
    }

    /// <summary>Reports a task that is no longer followed to the observer, if it is, or may be, at the provider.</summary>
    internal static void Abandon(EnhanceTask task, IEnhanceObserver observer)
    {
        var isSaved = task.OutputPath.Count > 0 && task.Error is null;
        var isAtProvider = task.SubmittedAt is not null && task.Status != EnhanceTaskStatus.Failed && !isSaved;
        if (isAtProvider || task.Status == EnhanceTaskStatus.Unknown)
        {
            observer.OnAbandoned(task);
        }
    }

    /// <summary>Refuses a request that cannot be sent, before the ledger is read.</summary>
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

        return Continue;
    }

    /// <summary>Leases and opens the record, so that no other process works on the same submission.</summary>
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

    /// <summary>Sets the action from the decision table.</summary>
    private static Task<bool> DecideAsync(ImageContext context)
    {
        var (run, entry) = (context.Run, context.Entry);

        // Another image of this batch with the same bytes is not submitted again.
        var isPaid = entry.RecordId is { } identity && run.Submitted.Contains(identity);
        var known = entry.GetState(context.Prepared.Provider.KnowsIdempotencyKeys, isSaving: context.Target is not null);
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
                return Continue;
            case ImageAction.Keep:
                context.Task = entry.Snapshot(context.Task);
                return Continue;
            default:
                return Continue;
        }
    }

    /// <summary>Checks that a result can be saved before anything is billed.</summary>
    private static async Task<bool> ReserveNameAsync(ImageContext context)
    {
        var run = context.Run;
        if (context.Target is { } target)
        {
            run.Names.Sweep(target);

            // A result that is paid for is downloaded first; its bytes then decide whether an existing file is kept.
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

    /// <summary>Copies saved results to their target when none is missing.</summary>
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

    /// <summary>Acquires the permit, reserves the credits, and stores the image if configured. Storing is free, so it comes before the
    /// submission is recorded: a failure here leaves no open submission.</summary>
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

        // A key belongs to one body: a replay has the form of the first request, whatever the options of this run.
        var stored = context.IsReplay ? entry.StoredImage : null;
        if (!context.IsReplay && run.Options.UploadStorage && prepared.Submission.Image is not null && prepared.Provider is IImageStorage storage)
        {
            var submission = prepared.Submission with { ImageSha256 = entry.ImageSha256 };
            stored = await storage.StoreAsync(submission, run.Observer, run.Token).ConfigureAwait(false);
        }

        context.Prepared = prepared with { Submission = prepared.Submission with { StoredImage = stored } };
        return true;
    }

    /// <summary>Sends the paid request, unless another process has taken over the lease.</summary>
    private async Task<bool> SubmitAsync(ImageContext context)
    {
        if (!context.IsSubmission)
        {
            return true;
        }

        context.ThrowIfStopped();

        // The last check before money is spent: after a long sleep of this host, another process may have the lease.
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

    /// <summary>Records the submission in this batch, for other images with the same bytes.</summary>
    private static void NotePaid(ImageContext context)
    {
        if (context.Entry.RecordId is { } identity)
        {
            context.Run.Submitted.Add(identity);
        }
    }

    /// <summary>Waits for the task if configured, and releases the permit.</summary>
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

        // A task that continues at the provider still counts against the account's limit.
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

    private static Task<bool> Continue => Task.FromResult(true);

    private static Task<bool> End => Task.FromResult(false);
}
