using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Ledger;

/// <summary>One image's record while this process holds the lease to it; without a ledger, a record that is kept nowhere.</summary>
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

    // What there was before this run announced a submission.
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

    /// <summary>Opens the record of a submission.</summary>
    /// <returns>The entry; null while somebody else works on the same submission.</returns>
    /// <exception cref="EnhanceException">The ledger cannot be written, the record is of a newer version, or the image cannot be read.</exception>
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
            entry.SettleWhatWasLeft(request, wasUnreadable);
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

    /// <summary>Looks at the record of a submission; nothing is leased, written or moved.</summary>
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
        entry.SettleWhatWasLeft(request, wasUnreadable);
        return entry;
    }

    private static bool IsResultOfLedger(SubmissionLedger ledger, PreparedRequest request, SubmissionIdentity identity) =>
        !request.Request.AllowResult && identity.ImageSha256 is { } sha256 && ledger.FindBytes(sha256) is not null;

    /// <summary>Computes the identity of a submission. A saved result that was submitted before by its address keeps the identity of that.</summary>
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

    /// <summary>Opens the record of a task that is known already.</summary>
    /// <returns>The entry; null when the ledger has no such record, somebody else works on it, or the image was submitted anew since.</returns>
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
            // Read under the lease: it may have changed while nobody held it.
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

    /// <summary>The same where the ledger is not what matters: a paid result is followed on without it, with a warning.</summary>
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

    /// <summary>The key under which this submission goes, or went.</summary>
    internal string IdempotencyKey => _record?.IdempotencyKey ?? _submission!.IdempotencyKey;

    /// <summary>The credits of the submissions that this one replaced.</summary>
    internal double EarlierCredits => _record?.EarlierCredits ?? 0;

    /// <summary>Where the image lies that was submitted as an address; null when it went in the request.</summary>
    internal StoredImage? StoredImage => _record?.StoredImage;

    /// <summary>The SHA-256 of the image in hex; null without a ledger, and for an address.</summary>
    internal string? ImageSha256 => _identity?.ImageSha256;

    /// <summary>The ledger's id of this submission.</summary>
    internal string? RecordId => _identity?.Value;

    /// <summary>Whether the result was found to be gone at the provider.</summary>
    internal bool IsExpired => _record is { State: LedgerState.Expired, TaskId: not null } or { State: LedgerState.Expired, ResultUri.Count: > 0 };

    /// <summary>Whether a submission was announced before, and not refused.</summary>
    internal bool IsKnown => _record is { } record && !IsRefused(record);

    /// <summary>Whether the image is a result that the ledger knows by its bytes, and was not meant to be sent.</summary>
    internal bool IsResult { get; private init; }

    /// <summary>Whether another run works on it, as far as a look can tell.</summary>
    internal bool IsHeldByOther { get; private init; }

    /// <summary>Whether nobody has taken the lease over.</summary>
    internal bool IsHeld => _lease?.IsHeld != false;

    /// <summary>What the ledger knows of the submission.</summary>
    /// <param name="knowsIdempotencyKeys">Whether the provider tells a resend from a new submission by its key.</param>
    /// <param name="isSaving">Whether results are saved in this run, so that another look for one that was gone is of use.</param>
    internal KnownState Know(bool knowsIdempotencyKeys, bool isSaving) => _record switch
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

    /// <summary>The task as the record has it; as it was given when there is no record.</summary>
    internal EnhanceTask Snapshot(EnhanceTask task) => _record is null ? task : RecordMapping.ToTask(_record, _time.GetUtcNow()) with
    {
        Source = task.Source,
        SourcePath = task.SourcePath,
        SourceName = task.SourceName,
        RelativeFolder = task.RelativeFolder,
        Parameters = task.Parameters,
        FromLedger = true,

        // Why an earlier run could not save it is no reason not to try again.
        Error = _record!.State is LedgerState.Completed ? null : RecordMapping.ToError(_record, _time.GetUtcNow()),
    };

    /// <summary>Whether a file has the bytes of the first result, as far as the record has them.</summary>
    internal bool HasResultAt(string path) => _record is { Output: [var output, ..] } && (output with { Path = path }).HasBytes();

    /// <summary>Puts on disk that the paid request is about to leave.</summary>
    /// <exception cref="EnhanceException">The ledger cannot be written; then nothing may be sent.</exception>
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

            // A replay is the same submission once more; any other is paid for besides the one before it.
            EarlierCredits = _record is null ? null : isReplay ? _record.EarlierCredits : (_record.Credits ?? 0) + (_record.EarlierCredits ?? 0),
        };
        _ledger.Write(_record);
    }

    /// <summary>Puts another key on disk for the submission under way: found open after a crash, it must be replayed under the key that went out last.</summary>
    /// <returns>The key.</returns>
    /// <exception cref="EnhanceException">The ledger cannot be written; then nothing may be sent.</exception>
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

    /// <summary>Takes back an announced submission that never left.</summary>
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
            // It then counts as open, which costs a question and no money.
            _observer.OnWarning(failure.Message);
        }
    }

    /// <summary>Puts on disk that a submission was not accepted, or that this is not known.</summary>
    internal void NoteFailure(EnhanceTask task)
    {
        // A refusal is about this attempt alone: what was accepted before, or may have been, is as it was.
        if (task.Status == EnhanceTaskStatus.Failed && _before is { } before && !IsRefused(before))
        {
            _record = before;
            TryWrite();
            return;
        }

        Note(task);
    }

    /// <summary>Puts a snapshot on disk. What is paid for is followed on even when the disk refuses, with a warning.</summary>
    /// <param name="task">The snapshot.</param>
    /// <param name="wasWatched">Whether it was asked for from its submission on, so that its end is known.</param>
    internal void Note(EnhanceTask task, bool wasWatched = false)
    {
        if (_ledger is null || _record is null)
        {
            return;
        }

        // What lies in its place is not undone by a snapshot from before it did, nor by what has become of it at the provider.
        if (_record.State == LedgerState.Saved && RecordMapping.StateOf(task) != LedgerState.Saved && _record.Output.All(output => output.IsInPlace()))
        {
            return;
        }

        _record = RecordMapping.Apply(_record, task, _time.GetUtcNow()) with { WasWatched = _record.WasWatched || (wasWatched && task.IsEnded) };
        TryWrite();
    }

    /// <summary>Announces a result before it takes its final name, so that after a crash in between it is known for what it is.</summary>
    internal void Announce(LedgerOutput output)
    {
        if (_ledger is not null && _record is not null)
        {
            _record = _record with { Output = [.. _record.Output.Where(other => other.Path != output.Path), output], UpdatedAt = _time.GetUtcNow() };
            TryWrite();
        }
    }

    /// <summary>Puts on disk that copies of the results lie elsewhere too. The record stays with those that were saved.</summary>
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
            _observer.OnWarning($"That '{string.Join("', '", paths)}' are results is not in the ledger: {failure.Message}");
        }
    }

    /// <summary>Removes the record of what is finished, or of anything when forced.</summary>
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

    /// <summary>A submission under way whose owner is gone has an open fate; so has one whose record cannot be read.</summary>
    private void SettleWhatWasLeft(PreparedRequest request, bool wasUnreadable)
    {
        if (wasUnreadable)
        {
            // Its key is not known any more, and no other may take its place: under it the provider would see a new submission.
            _record = UnknownSubmission.Mark(NewRecord(request.Task), "its record could not be read and was set aside");
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
            // Every announced result took its name, and the run ended before it could say so.
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
            _observer.OnWarning($"{failure.Message} The task {_record!.TaskId} for '{_record.Source}' is followed on without a record.");
        }
    }

    // The provider does not know the task any more, or ended it without a result: to wait once more may be in vain for ever.
    private static bool IsGivenUp(LedgerRecord record) => record.ErrorId is ErrorIds.TaskNotFound or ErrorIds.ResultMissing;

    // Without a task, and never accepted.
    private static bool IsRefused(LedgerRecord record) => record is { State: LedgerState.Failed, TaskId: null, SubmittedAt: null };
}
