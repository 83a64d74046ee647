using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Ledger;

/// <summary>One image's record while this process holds its lease; without a ledger, a record in memory only.</summary>
internal sealed class LedgerEntry : IDisposable
{
    private readonly SubmissionLedger? _ledger;
    private readonly Lease? _lease;
    private readonly SubmissionIdentity? _identity;
    private readonly IEnhanceObserver _observer;
    private readonly TimeProvider _time;
    private readonly ProviderSubmission? _submission;
    private readonly string? _endpoint;
    private LedgerRecord? _record;

    // The record before this run's submission.
    private LedgerRecord? _before;

    private LedgerEntry(
        SubmissionLedger? ledger, Lease? lease, SubmissionIdentity? identity, LedgerRecord? found, ProviderSubmission? submission, string? endpoint, IEnhanceObserver observer, TimeProvider time)
    {
        _ledger = ledger;
        _lease = lease;
        _identity = identity;
        _record = found;
        _submission = submission;
        _endpoint = endpoint;
        _observer = observer;
        _time = time;
    }

    /// <summary>Leases and opens the record of a submission.</summary>
    /// <returns>The entry; null while another process has leased the submission.</returns>
    /// <exception cref="EnhanceException">The ledger cannot be written, a newer version wrote the record, or the image cannot be read.</exception>
    internal static async Task<LedgerEntry?> OpenAsync(
        SubmissionLedger? ledger, PreparedRequest request, IEnhanceObserver observer, TimeProvider time, CancellationToken cancellationToken)
    {
        if (ledger is null)
        {
            return new LedgerEntry(null, null, null, null, request.Submission, null, observer, time);
        }

        var identity = await IdentifyAsync(ledger, request, observer, cancellationToken).ConfigureAwait(false);
        if (ledger.TryLease(identity.Value, out var oddity) is not { } lease)
        {
            if (oddity is not null)
            {
                observer.OnWarning($"'{request.Task.Source}' waits: {oddity}");
            }

            return null;
        }

        try
        {
            var found = ledger.Read(identity.Value, observer, out var wasUnreadable);
            var entry = new LedgerEntry(ledger, lease, identity, found, request.Submission, request.Provider.EndpointIdentity, observer, time) { IsResult = IsResultOfLedger(ledger, request, identity) };
            entry.ResolveOpenSubmission(request, wasUnreadable);
            return entry;
        }
        catch (EnhanceException newer) when (newer.Error.Id == ErrorIds.LedgerRecordNewer)
        {
            lease.Dispose();
            throw EnhanceException.For(newer.Error with { Target = request.Task.Source, Message = $"'{request.Task.Source}' is not sent: {newer.Message}" }, newer);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Reads the record of a submission; nothing is leased, written or moved.</summary>
    /// <exception cref="EnhanceException">The ledger or the image cannot be read.</exception>
    internal static async Task<LedgerEntry> PeekAsync(
        SubmissionLedger? ledger, PreparedRequest request, IEnhanceObserver observer, TimeProvider time, CancellationToken cancellationToken)
    {
        if (ledger is null)
        {
            return new LedgerEntry(null, null, null, null, request.Submission, null, observer, time);
        }

        var identity = await IdentifyAsync(ledger, request, observer, cancellationToken).ConfigureAwait(false);
        var found = ledger.Peek(identity.Value, out var wasUnreadable, out var isHeld);
        var entry = new LedgerEntry(null, null, identity, found, request.Submission, request.Provider.EndpointIdentity, observer, time) { IsHeldByOther = isHeld, IsResult = IsResultOfLedger(ledger, request, identity) };
        entry.ResolveOpenSubmission(request, wasUnreadable);
        return entry;
    }

    private static bool IsResultOfLedger(SubmissionLedger ledger, PreparedRequest request, SubmissionIdentity identity) =>
        !request.Request.AllowResult && identity.ImageSha256 is { } sha256 && ledger.FindBytes(sha256) is not null;

    /// <summary>Computes the identity of a submission. A saved result that was submitted earlier by its address keeps that identity.</summary>
    private static async Task<SubmissionIdentity> IdentifyAsync(SubmissionLedger ledger, PreparedRequest request, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var submission = request.Submission;
        var identity = await SubmissionIdentity.ComputeAsync(request.Provider.EndpointIdentity, submission, cancellationToken).ConfigureAwait(false);
        if (submission.Source.Path is not { } path || ledger.FindResult(RealPath.Of(path)) is not { } taskId)
        {
            return identity;
        }

        var byAddress = identity.AsResultOf(taskId, request.Provider.EndpointIdentity, submission);
        return ledger.IsKnown(byAddress.Value, observer) ? byAddress : identity;
    }

    /// <summary>Leases and opens the record of an existing task.</summary>
    /// <returns>The entry; null when there is no such record, another process has leased it, or the image was submitted again since.</returns>
    /// <exception cref="EnhanceException">The ledger cannot be read or written.</exception>
    internal static LedgerEntry? Reopen(SubmissionLedger ledger, EnhanceTask task, IEnhanceObserver observer, TimeProvider time)
    {
        var identity = task.RecordId ?? (task.TaskId is { } id ? ledger.FindTask(id, observer)?.Identity : null);
        if (identity is null || ledger.TryLease(identity) is not { } lease)
        {
            return null;
        }

        try
        {
            // Read under the lease: it may have changed while no process held it.
            if (ledger.Look(identity, observer) is { } found && found.TaskId == task.TaskId)
            {
                var entry = new LedgerEntry(ledger, lease, new SubmissionIdentity(identity, found.ImageSha256), found, null, found.EndpointIdentity, observer, time);
                lease = null;
                return entry;
            }

            return null;
        }
        finally
        {
            lease?.Dispose();
        }
    }

    /// <summary>The same, for a task whose result is paid for: an error of the ledger is a warning, and the result is processed without a record.</summary>
    internal static LedgerEntry? TryReopen(SubmissionLedger ledger, EnhanceTask task, IEnhanceObserver observer, TimeProvider time)
    {
        try
        {
            return Reopen(ledger, task, observer, time);
        }
        catch (EnhanceException failure)
        {
            observer.OnWarning(failure.Message);
            return null;
        }
    }

    /// <summary>The submission's idempotency key.</summary>
    internal string IdempotencyKey => _record?.IdempotencyKey ?? _submission!.IdempotencyKey;

    /// <summary>The credits of the submissions that this one replaced.</summary>
    internal double EarlierCredits => _record?.EarlierCredits ?? 0;

    /// <summary>The stored image that was submitted; null when the image was part of the request.</summary>
    internal StoredImage? StoredImage => _record?.StoredImage;

    /// <summary>The SHA-256 of the image in hex; null without a ledger, and for an address.</summary>
    internal string? ImageSha256 => _identity?.ImageSha256;

    /// <summary>The ledger's id of this submission.</summary>
    internal string? RecordId => _identity?.Value;

    /// <summary>Whether the result was found to be gone at the provider.</summary>
    internal bool IsExpired => _record is { State: LedgerState.Expired, TaskId: not null } or { State: LedgerState.Expired, ResultUri.Count: > 0 };

    /// <summary>Whether there is a record of a submission that was not refused.</summary>
    internal bool IsKnown => _record is { } record && !IsRefused(record);

    /// <summary>Whether the ledger has the image's bytes as those of a result, and the request does not allow results.</summary>
    internal bool IsResult { get; private init; }

    /// <summary>Whether another process appears to work on it.</summary>
    internal bool IsHeldByOther { get; private init; }

    /// <summary>Whether this process still holds the lease.</summary>
    internal bool IsHeld => _lease?.IsHeld != false;

    /// <summary>Returns the state of the submission.</summary>
    /// <param name="knowsIdempotencyKeys">Whether the provider's idempotency keys identify a resend.</param>
    /// <param name="isSaving">Whether this run saves results, so that polling an expired one again is useful.</param>
    internal KnownState GetState(bool knowsIdempotencyKeys, bool isSaving) => _record switch
    {
        null => IsResult ? KnownState.Result : KnownState.New,
        { State: LedgerState.Failed } when IsRefused(_record) => IsResult ? KnownState.Result : KnownState.New,
        { State: LedgerState.Failed } => KnownState.Failed,
        { State: LedgerState.Submitted or LedgerState.InProgress } => IsGivenUp(_record) ? KnownState.Lost : KnownState.Accepted,
        { State: LedgerState.Saved } when _record.Output.All(output => output.IsInPlace()) => KnownState.Saved,
        { State: LedgerState.Saved or LedgerState.Completed } => KnownState.Completed,
        { State: LedgerState.Expired } => IsExpired && isSaving ? KnownState.Expired : KnownState.Gone,
        _ => knowsIdempotencyKeys && UnknownSubmission.IsReplayable(_record, _time.GetUtcNow()) ? KnownState.Replayable : KnownState.Undecided,
    };

    /// <summary>The task from the record; the given task when there is no record.</summary>
    internal EnhanceTask Snapshot(EnhanceTask task) => _record is null ? task : RecordMapping.ToTask(_record, _time.GetUtcNow()) with
    {
        Source = task.Source,
        SourcePath = task.SourcePath,
        SourceName = task.SourceName,
        RelativeFolder = task.RelativeFolder,
        Parameters = task.Parameters,
        FromLedger = true,

        // An error of an earlier attempt to save it does not prevent another attempt.
        Error = _record!.State is LedgerState.Completed ? null : RecordMapping.ToError(_record, _time.GetUtcNow()),
    };

    /// <summary>Whether a file has the bytes of the first result in the record.</summary>
    internal bool HasResultAt(string path) => _record is { Output: [var output, ..] } && (output with { Path = path }).HasBytes();

    /// <summary>Records, before the paid request is sent, that it is about to be sent.</summary>
    /// <exception cref="EnhanceException">The ledger cannot be written; the request must not be sent.</exception>
    internal void BeginSubmission(EnhanceTask task, bool isReplay, StoredImage? storedImage)
    {
        if (_ledger is null)
        {
            return;
        }

        _before = _record;
        _record = NewRecord(task) with
        {
            IdempotencyKey = isReplay ? _record?.IdempotencyKey : _submission!.IdempotencyKey,
            StoredImage = storedImage,

            // A replay belongs to the same submission; any other submission is billed in addition to the one before it.
            EarlierCredits = _record is null ? null : isReplay ? _record.EarlierCredits : (_record.Credits ?? 0) + (_record.EarlierCredits ?? 0),
        };
        _ledger.Write(_record);
    }

    /// <summary>Records a new idempotency key for the current submission: after a crash, a replay must use the last key that was sent.</summary>
    /// <returns>The new key.</returns>
    /// <exception cref="EnhanceException">The ledger cannot be written; the request must not be sent.</exception>
    internal string RenewIdempotencyKey()
    {
        var key = Guid.NewGuid().ToString();
        if (_ledger is not null && _record is not null)
        {
            var renewed = _record with { IdempotencyKey = key, UpdatedAt = _time.GetUtcNow() };
            _ledger.Write(renewed);
            _record = renewed;
        }

        return key;
    }

    /// <summary>Undoes the record of a submission that was not sent.</summary>
    internal void Withdraw()
    {
        if (_ledger is null || _record is not { State: LedgerState.Submitting } record)
        {
            return;
        }

        try
        {
            if (_before is null)
            {
                _ledger.Remove(record);
            }
            else
            {
                _ledger.Write(_before);
            }

            _record = _before;
        }
        catch (EnhanceException failure)
        {
            // The submission then counts as open, which costs a decision of the user and no money.
            _observer.OnWarning(failure.Message);
        }
    }

    /// <summary>Records that a submission was not accepted, or may have been.</summary>
    internal void NoteFailure(EnhanceTask task)
    {
        // A refusal concerns this attempt only: an earlier submission that was, or may have been, accepted keeps its state.
        if (task.Status == EnhanceTaskStatus.Failed && _before is { } before && !IsRefused(before))
        {
            _record = before;
            TryWrite();
            return;
        }

        Note(task);
    }

    /// <summary>Records a snapshot. An error of the ledger is a warning only, because the task is paid for.</summary>
    /// <param name="task">The snapshot.</param>
    /// <param name="wasWatched">Whether it was polled from its submission on, so that its end is known.</param>
    internal void Note(EnhanceTask task, bool wasWatched = false)
    {
        if (_ledger is null || _record is null)
        {
            return;
        }

        // A saved result stays saved, whatever an older snapshot or the provider reports about the task.
        if (_record.State == LedgerState.Saved && RecordMapping.StateOf(task) != LedgerState.Saved && _record.Output.All(output => output.IsInPlace()))
        {
            return;
        }

        _record = RecordMapping.Apply(_record, task, _time.GetUtcNow()) with { WasWatched = _record.WasWatched || (wasWatched && task.IsEnded) };
        TryWrite();
    }

    /// <summary>Records a result before it gets its final name, so that it is identified as a result after a crash in between.</summary>
    internal void Announce(LedgerOutput output)
    {
        if (_ledger is not null && _record is not null)
        {
            _record = _record with { Output = [.. _record.Output.Where(other => other.Path != output.Path), output], UpdatedAt = _time.GetUtcNow() };
            TryWrite();
        }
    }

    /// <summary>Records copies of the results. The record keeps the paths of the results that were saved first.</summary>
    internal void NoteCopies(IReadOnlyList<string> paths)
    {
        try
        {
            foreach (var path in paths.Where(path => _record!.Output.All(output => output.Path != path)))
            {
                _ledger!.NoteOutput(_record!.Identity, path, new FileInfo(path).Length);
            }
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            _observer.OnWarning($"The ledger has no note that '{string.Join("', '", paths)}' are results: {failure.Message}");
        }
    }

    /// <summary>Removes the record when the task is finished, or in any state with <paramref name="force"/>.</summary>
    internal bool Forget(bool force)
    {
        var isFinished = _record!.State is LedgerState.Saved or LedgerState.Failed or LedgerState.Expired;
        if (isFinished || force)
        {
            _ledger!.Remove(_record);
        }

        return isFinished || force;
    }

    /// <inheritdoc/>
    public void Dispose() => _lease?.Dispose();

    /// <summary>Marks a submission as unknown when its process ended before the response, or its record cannot be read.</summary>
    private void ResolveOpenSubmission(PreparedRequest request, bool wasUnreadable)
    {
        if (wasUnreadable)
        {
            // Its idempotency key is lost. A new key would be a new submission for the provider.
            _record = UnknownSubmission.Mark(NewRecord(request.Task), "its record could not be read and was quarantined");
            _ledger?.Write(_record);
            _ledger?.NoteQuarantined(_record.Identity);
        }
        else if (_record is { State: LedgerState.Submitting })
        {
            _record = UnknownSubmission.Mark(_record, UnknownSubmission.OwnerGone);
            TryWrite();
        }
        else if (_record is { State: LedgerState.Completed, Output.Count: > 0 } done && done.Output.Count == done.ResultUri.Count && done.Output.All(output => output.HasBytes()))
        {
            // Every recorded result has its final name; the earlier run ended before it recorded that.
            _record = done with { State = LedgerState.Saved };
            TryWrite();
        }
    }

    private LedgerRecord NewRecord(EnhanceTask task) => RecordMapping.Create(task, _identity!, _endpoint, _time.GetUtcNow());

    private void TryWrite()
    {
        try
        {
            _ledger?.Write(_record!);
        }
        catch (EnhanceException failure)
        {
            _observer.OnWarning($"{failure.Message} SkinEnhance continues with task {_record!.TaskId} for '{_record.Source}' without a record.");
        }
    }

    // The provider has no record of the task any more, or ended it without a result: another wait might never end.
    private static bool IsGivenUp(LedgerRecord record) => record.ErrorId is ErrorIds.TaskNotFound or ErrorIds.ResultMissing;

    // No task, and never accepted.
    private static bool IsRefused(LedgerRecord record) => record is { State: LedgerState.Failed, TaskId: null, SubmittedAt: null };
}
