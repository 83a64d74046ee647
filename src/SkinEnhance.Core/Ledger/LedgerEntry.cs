using System.Security.Cryptography;
using System.Text.Json;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Ledger;

/// <summary>One image's record while this process holds the claim to it; without a ledger, a record that is kept nowhere.</summary>
internal sealed class LedgerEntry : IDisposable
{
    private const string OwnerGone = "the process that sent it ended before the answer was recorded";
    private const string PayAgain = "Run the command with -Resubmit (--resubmit) to pay again on purpose.";

    private readonly SubmissionLedger? _ledger;
    private readonly LedgerClaim? _claim;
    private readonly SubmissionIdentity? _identity;
    private readonly IEnhanceObserver _observer;
    private readonly TimeProvider _time;
    private readonly ProviderSubmission? _submission;
    private readonly string? _realm;
    private LedgerRecord? _record;

    // What there was before this run announced a submission.
    private LedgerRecord? _before;

    private LedgerEntry(
        SubmissionLedger? ledger, LedgerClaim? claim, SubmissionIdentity? identity, LedgerRecord? found, ProviderSubmission? submission, string? realm, IEnhanceObserver observer, TimeProvider time)
    {
        _ledger = ledger;
        _claim = claim;
        _identity = identity;
        _record = found;
        _submission = submission;
        _realm = realm;
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
        if (ledger.TryClaim(identity.Value, out var oddity) is not { } claim)
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
            var entry = new LedgerEntry(ledger, claim, identity, found, request.Submission, request.Provider.Realm, observer, time) { IsResult = IsResultOfLedger(ledger, request, identity) };
            entry.SettleWhatWasLeft(request, wasUnreadable);
            return entry;
        }
        catch (EnhanceException newer) when (newer.Error.Id == ErrorIds.LedgerRecordNewer)
        {
            claim.Dispose();
            throw EnhanceException.For(newer.Error with { Target = request.Task.Source, Message = $"'{request.Task.Source}' is not sent: {newer.Message}" }, newer);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>Looks at the record of a submission; nothing is claimed, written or moved.</summary>
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
        var entry = new LedgerEntry(null, null, identity, found, request.Submission, request.Provider.Realm, observer, time) { IsHeldByOther = isHeld, IsResult = IsResultOfLedger(ledger, request, identity) };
        entry.SettleWhatWasLeft(request, wasUnreadable);
        return entry;
    }

    private static bool IsResultOfLedger(SubmissionLedger ledger, PreparedRequest request, SubmissionIdentity identity) =>
        !request.Request.AllowResult && identity.ImageSha256 is { } sha256 && ledger.FindBytes(sha256) is not null;

    /// <summary>Computes the identity of a submission. A saved result that was submitted before by its address keeps the identity of that.</summary>
    private static async Task<SubmissionIdentity> IdentifyAsync(SubmissionLedger ledger, PreparedRequest request, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var submission = request.Submission;
        var identity = await SubmissionIdentity.ComputeAsync(request.Provider.Realm, submission, cancellationToken).ConfigureAwait(false);
        if (submission.Source.Path is not { } path || ledger.FindResult(RealPath.Of(path)) is not { } taskId)
        {
            return identity;
        }

        var byAddress = identity.AsResultOf(taskId, request.Provider.Realm, submission);
        return ledger.IsKnown(byAddress.Value, observer) ? byAddress : identity;
    }

    /// <summary>Opens the record of a task that is known already.</summary>
    /// <returns>The entry; null when the ledger has no such record, somebody else works on it, or the image was submitted anew since.</returns>
    /// <exception cref="EnhanceException">The ledger cannot be read or written.</exception>
    internal static LedgerEntry? Reopen(SubmissionLedger ledger, EnhanceTask task, IEnhanceObserver observer, TimeProvider time)
    {
        var identity = task.RecordId ?? (task.TaskId is { } id ? ledger.FindTask(id, observer)?.Identity : null);
        if (identity is null || ledger.TryClaim(identity) is not { } claim)
        {
            return null;
        }

        try
        {
            // Read under the claim: it may have changed while nobody held it.
            if (ledger.Look(identity, observer) is { } found && found.TaskId == task.TaskId)
            {
                var entry = new LedgerEntry(ledger, claim, new SubmissionIdentity(identity, found.ImageSha256), found, null, found.Realm, observer, time);
                claim = null;
                return entry;
            }

            return null;
        }
        finally
        {
            claim?.Dispose();
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

    /// <summary>Whether nobody has taken the claim over.</summary>
    internal bool IsHeld => _claim?.IsHeld != false;

    /// <summary>Decides what is to be done.</summary>
    /// <param name="options">What the user wants.</param>
    /// <param name="knowsIdempotencyKeys">Whether the provider does.</param>
    /// <param name="isSaved">Whether results are saved in this run.</param>
    internal LedgerPlan Plan(BatchOptions options, bool knowsIdempotencyKeys, bool isSaved = true) => _record?.State switch
    {
        null => LedgerPlan.Submit,
        LedgerState.Failed when IsRefused(_record) => LedgerPlan.Submit,
        LedgerState.Submitted or LedgerState.InProgress when !(options.Resubmit && IsGivenUp(_record)) => LedgerPlan.Resume,
        _ when options.Resubmit => LedgerPlan.Submit,
        LedgerState.Saved when _record.Output.All(IsInPlace) => LedgerPlan.Done,
        LedgerState.Saved or LedgerState.Completed => LedgerPlan.Resume,
        LedgerState.Unknown or LedgerState.Submitting when options.ResumeUnknown && knowsIdempotencyKeys && _record.IdempotencyKey is not null && !IsImageGone(_record, _time.GetUtcNow()) => LedgerPlan.Replay,


        // Whether the result is gone for good is not known for sure, and another look is free.
        LedgerState.Expired when IsExpired && isSaved => LedgerPlan.Resume,
        _ => LedgerPlan.Report,
    };

    /// <summary>The task as the record has it; as it was given when there is no record.</summary>
    internal EnhanceTask Snapshot(EnhanceTask task) => _record is null ? task : ToTask(_record, _time.GetUtcNow()) with
    {
        Source = task.Source,
        SourcePath = task.SourcePath,
        SourceName = task.SourceName,
        RelativeFolder = task.RelativeFolder,
        Parameters = task.Parameters,
        FromLedger = true,

        // Why an earlier run could not save it is no reason not to try again.
        Error = _record!.State is LedgerState.Completed ? null : ToError(_record, _time.GetUtcNow()),
    };

    /// <summary>Whether a file has the bytes of the first result, as far as the record has them.</summary>
    internal bool HasResultAt(string path) => _record is { Output: [var output, ..] } && HasBytes(output with { Path = path });

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
        var state = StateOf(task);
        if (_record.State == LedgerState.Saved && state != LedgerState.Saved && _record.Output.All(IsInPlace))
        {
            return;
        }

        _record = _record with
        {
            State = state,

            // Nobody needs the way to the image once it is known what became of it.
            StoredImage = state == LedgerState.Unknown ? _record.StoredImage : null,

            // Saved once more elsewhere, it is where it was saved last; what lay elsewhere may be gone.
            Output = state == LedgerState.Saved ? [.. _record.Output.Where(output => task.OutputPath.Contains(output.Path))] : _record.Output,
            TaskId = task.TaskId,
            UpdatedAt = _time.GetUtcNow(),
            SubmittedAt = task.SubmittedAt,
            CompletedAt = task.CompletedAt,
            WasWatched = _record.WasWatched || (wasWatched && task.IsEnded),
            ResultUri = task.ResultUri,
            Credits = task.TaskCredits,
            RequestId = task.RequestId,
            ErrorId = task.ErrorId,
            ErrorMessage = task.Message,
        };
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
    public void Dispose() => _claim?.Dispose();

    /// <summary>The task that a record stands for.</summary>
    /// <param name="record">The record.</param>
    /// <param name="now">The time, which may rule a replay out.</param>
    /// <param name="isHeld">Whether somebody works on it, so that a submission under way is just that.</param>
    internal static EnhanceTask ToTask(LedgerRecord record, DateTimeOffset now, bool isHeld = false) => new()
    {
        RecordId = record.Identity,
        TaskId = record.TaskId,
        Provider = record.Provider,
        Operation = record.Operation,
        Family = record.Family,
        Endpoint = record.Realm,
        Status = record.State switch
        {
            LedgerState.Submitted => EnhanceTaskStatus.Submitted,
            LedgerState.InProgress => EnhanceTaskStatus.InProgress,
            LedgerState.Completed or LedgerState.Saved => EnhanceTaskStatus.Completed,
            LedgerState.Failed => EnhanceTaskStatus.Failed,
            LedgerState.Expired => EnhanceTaskStatus.Expired,
            LedgerState.Submitting when isHeld => EnhanceTaskStatus.Pending,
            _ => EnhanceTaskStatus.Unknown,
        },
        Source = record.Source,
        SourcePath = record.SourcePath,
        SourceName = record.SourceName,
        RelativeFolder = record.RelativeFolder,
        OutputPath = [.. record.State == LedgerState.Saved ? record.Output.Select(output => output.Path) : []],
        ResultUri = record.ResultUri,
        Parameters = record.Parameters.ToDictionary(parameter => parameter.Key, parameter => FromElement(parameter.Value)),
        TaskCredits = record.Credits,
        EarlierCredits = record.EarlierCredits ?? 0,
        SubmittedAt = record.SubmittedAt,
        CompletedAt = record.CompletedAt,
        RequestId = record.RequestId,
        FromLedger = true,
        Error = record.State == LedgerState.Submitting && isHeld ? null : ToError(record, now),
    };

    private static EnhanceError? ToError(LedgerRecord record, DateTimeOffset now)
    {
        if (record.State is LedgerState.Submitting or LedgerState.Unknown)
        {
            return ToOpenError(record, now);
        }

        // That somebody did not wait for its end says nothing of the task; and an id of a later version is none here.
        return record.State is not (LedgerState.Submitted or LedgerState.InProgress) && record.ErrorId is { } id && ErrorCatalog.All.Any(row => row.Id == id)
            ? new EnhanceError
            {
                Id = id,
                Target = record.Source,
                Provider = record.Provider,
                RequestId = record.RequestId,
                Message = record.ErrorMessage ?? id,
            }
            : null;
    }

    /// <summary>What happened, when, and the command that decides it.</summary>
    private static EnhanceError ToOpenError(LedgerRecord record, DateTimeOffset now)
    {
        var what = (record.State == LedgerState.Unknown ? record.ErrorMessage : null) ?? OpenMessage(record, OwnerGone);
        var decide = (record.IdempotencyKey is not null && record.ImageSha256 is not null, record.StoredImage) switch
        {
            (true, { } stored) when IsImageGone(record, now) =>
                $"It named the image in the upload storage, where it lay until {stored.ExpiresAt:u}, so the same bytes cannot be sent any more. {PayAgain}",
            (true, { } stored) =>
                $"Run the command with -ResumeUnknown (--resume-unknown) to send the same bytes under the same key, until {stored.ExpiresAt:u} while the image lies in the upload storage, or with -Resubmit (--resubmit) to pay again on purpose.",
            (true, null) =>
                "Run the command with -ResumeUnknown (--resume-unknown) to send the same bytes under the same key where the provider knows keys, or with -Resubmit (--resubmit) to pay again on purpose.",
            _ => PayAgain,
        };
        return new EnhanceError
        {
            Id = ErrorIds.SubmissionUnknown,
            Target = record.Source,
            Provider = record.Provider,
            RequestId = record.RequestId,
            Message = $"{what.TrimEnd('.')} ({record.UpdatedAt:u}). {decide}",
        };
    }

    private static string OpenMessage(LedgerRecord record, string why) =>
        $"Whether {record.Provider} accepted '{record.Source}' is not known, it may have been billed: {why}.";

    /// <summary>A submission under way whose owner is gone has an open fate; so has one whose record cannot be read.</summary>
    private void SettleWhatWasLeft(PreparedRequest request, bool wasUnreadable)
    {
        if (wasUnreadable)
        {
            // Its key is not known any more, and no other may take its place: under it the provider would see a new submission.
            _record = AsUnknown(NewRecord(request.Task), "its record could not be read and was set aside");
            _ledger?.Write(_record);
            _ledger?.NoteSetAside(_record.Identity);
        }
        else if (_record is { State: LedgerState.Submitting })
        {
            _record = AsUnknown(_record, OwnerGone);
            TryWrite();
        }
        else if (_record is { State: LedgerState.Completed, Output.Count: > 0 } done && done.Output.Count == done.ResultUri.Count && done.Output.All(HasBytes))
        {
            // Every announced result took its name, and the run ended before it could say so.
            _record = done with { State = LedgerState.Saved };
            TryWrite();
        }
    }

    private LedgerRecord NewRecord(EnhanceTask task)
    {
        var now = _time.GetUtcNow();
        return new LedgerRecord
        {
            Identity = _identity!.Value,
            Provider = task.Provider,
            Realm = _realm,
            Operation = task.Operation,
            Family = task.Family,
            Parameters = task.Parameters.ToDictionary(parameter => parameter.Key, parameter => ToElement(parameter.Value)),
            ImageSha256 = _identity.ImageSha256,
            Source = task.Source ?? string.Empty,
            SourcePath = task.SourcePath,
            SourceName = task.SourceName,
            RelativeFolder = task.RelativeFolder,
            State = LedgerState.Submitting,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private static LedgerRecord AsUnknown(LedgerRecord record, string why) =>
        record with { State = LedgerState.Unknown, ErrorId = ErrorIds.SubmissionUnknown, ErrorMessage = OpenMessage(record, why) };

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

    // Under its key the provider would be given an address where nothing lies, or, were the image stored anew, other bytes.
    private static bool IsImageGone(LedgerRecord record, DateTimeOffset now) => record.StoredImage is { } stored && stored.ExpiresAt <= now;

    // The provider does not know the task any more, or ended it without a result: to wait once more may be in vain for ever.
    private static bool IsGivenUp(LedgerRecord record) => record.ErrorId is ErrorIds.TaskNotFound or ErrorIds.ResultMissing;

    // Without a task, and never accepted.
    private static bool IsRefused(LedgerRecord record) => record is { State: LedgerState.Failed, TaskId: null, SubmittedAt: null };

    private static LedgerState StateOf(EnhanceTask task) => task.Status switch
    {
        EnhanceTaskStatus.Submitted => LedgerState.Submitted,
        EnhanceTaskStatus.InProgress => LedgerState.InProgress,
        EnhanceTaskStatus.Completed when task.OutputPath.Count > 0 && task.OutputPath.Count == task.ResultUri.Count => LedgerState.Saved,
        EnhanceTaskStatus.Completed => LedgerState.Completed,
        EnhanceTaskStatus.Expired => LedgerState.Expired,
        EnhanceTaskStatus.Unknown => LedgerState.Unknown,
        _ => LedgerState.Failed,
    };

    // A glance, since a folder of ten thousand results is not to be read through at every run.
    private static bool IsInPlace(LedgerOutput output) => new FileInfo(output.Path) is { Exists: true } file && file.Length == output.Length;

    private static bool HasBytes(LedgerOutput output)
    {
        try
        {
            if (!IsInPlace(output))
            {
                return false;
            }

            using var file = new FileStream(output.Path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Convert.ToHexString(SHA256.HashData(file)) == output.Sha256;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            return false;
        }
    }

    private static JsonElement ToElement(object value) => value switch
    {
        int number => JsonSerializer.SerializeToElement(number, LedgerWriteJson.Default.Int32),
        double number => JsonSerializer.SerializeToElement(number, LedgerWriteJson.Default.Double),
        bool flag => JsonSerializer.SerializeToElement(flag, LedgerWriteJson.Default.Boolean),
        _ => JsonSerializer.SerializeToElement(value.ToString()!, LedgerWriteJson.Default.String),
    };

    private static object FromElement(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt32(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => value.ToString(),
    };
}
