using System.Text.Json;

namespace SkinEnhance.Core.Ledger;

/// <summary>Maps tasks to records and back. No other code does.</summary>
internal static class RecordMapping
{
    /// <summary>Creates the record of a submission that is about to be sent.</summary>
    /// <param name="task">The first snapshot of the task.</param>
    /// <param name="identity">The submission's identity.</param>
    /// <param name="endpoint">The endpoint that it is sent to.</param>
    /// <param name="now">The time.</param>
    internal static LedgerRecord Create(EnhanceTask task, SubmissionIdentity identity, string? endpoint, DateTimeOffset now) => new()
    {
        Identity = identity.Value,
        Provider = task.Provider,
        EndpointIdentity = endpoint,
        Operation = task.Operation,
        StatusRoute = task.StatusRoute,
        Parameters = task.Parameters.ToDictionary(parameter => parameter.Key, parameter => ToElement(parameter.Value)),
        ImageSha256 = identity.ImageSha256,
        Source = task.Source ?? string.Empty,
        SourcePath = task.SourcePath,
        SourceName = task.SourceName,
        RelativeFolder = task.RelativeFolder,
        State = LedgerState.Submitting,
        CreatedAt = now,
        UpdatedAt = now,
    };

    /// <summary>Updates a record from a new snapshot of its task.</summary>
    /// <param name="record">The record so far.</param>
    /// <param name="task">The snapshot.</param>
    /// <param name="now">The time.</param>
    internal static LedgerRecord Apply(LedgerRecord record, EnhanceTask task, DateTimeOffset now)
    {
        var state = StateOf(task);
        return record with
        {
            State = state,

            // The stored image's address is needed only while the outcome of the submission is open.
            StoredImage = state == LedgerState.Unknown ? record.StoredImage : null,

            // When a result is saved again, only the last path is kept; a file at an earlier path may be gone.
            Output = state == LedgerState.Saved ? [.. record.Output.Where(output => task.OutputPath.Contains(output.Path))] : record.Output,
            TaskId = task.TaskId,
            UpdatedAt = now,
            SubmittedAt = task.SubmittedAt,
            CompletedAt = task.CompletedAt,
            EstimatedDuration = task.EstimatedDuration,
            EstimatedDurationP90 = task.EstimatedDurationP90,
            ResultUri = task.ResultUri,
            Credits = task.TaskCredits,
            RequestId = task.RequestId,
            ErrorId = task.ErrorId,
            ErrorMessage = task.Message,
        };
    }

    /// <summary>Creates a task from a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="now">The time; the stored image may have expired, which rules a replay out.</param>
    /// <param name="isHeld">Whether a process has leased it, so that its submission is in progress.</param>
    internal static EnhanceTask ToTask(LedgerRecord record, DateTimeOffset now, bool isHeld = false) => new()
    {
        RecordId = record.Identity,
        TaskId = record.TaskId,
        Provider = record.Provider,
        Operation = record.Operation,
        StatusRoute = record.StatusRoute,
        Endpoint = record.EndpointIdentity,
        Status = StatusOf(record, isHeld),
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
        EstimatedDuration = record.EstimatedDuration,
        EstimatedDurationP90 = record.EstimatedDurationP90,
        RequestId = record.RequestId,
        FromLedger = true,
        Error = record.State == LedgerState.Submitting && isHeld ? null : ToError(record, now),
    };

    /// <summary>Creates the error of a record; null for none.</summary>
    /// <param name="record">The record.</param>
    /// <param name="now">The time; the stored image may have expired, which rules a replay out.</param>
    internal static EnhanceError? ToError(LedgerRecord record, DateTimeOffset now)
    {
        if (record.State is LedgerState.Submitting or LedgerState.Unknown)
        {
            return UnknownSubmission.ToError(record, now);
        }

        // An error of a run that stopped waiting is not an error of the task. An id from a later version has no definition here.
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

    /// <summary>The state of a task, for its record.</summary>
    internal static LedgerState StateOf(EnhanceTask task) => task.Status switch
    {
        EnhanceTaskStatus.Submitted => LedgerState.Submitted,
        EnhanceTaskStatus.InProgress => LedgerState.InProgress,
        EnhanceTaskStatus.Completed when task.OutputPath.Count > 0 && task.OutputPath.Count == task.ResultUri.Count => LedgerState.Saved,
        EnhanceTaskStatus.Completed => LedgerState.Completed,
        EnhanceTaskStatus.Expired => LedgerState.Expired,
        EnhanceTaskStatus.Unknown => LedgerState.Unknown,
        _ => LedgerState.Failed,
    };

    private static EnhanceTaskStatus StatusOf(LedgerRecord record, bool isHeld) => record.State switch
    {
        LedgerState.Submitted => EnhanceTaskStatus.Submitted,
        LedgerState.InProgress => EnhanceTaskStatus.InProgress,
        LedgerState.Completed or LedgerState.Saved => EnhanceTaskStatus.Completed,
        LedgerState.Failed => EnhanceTaskStatus.Failed,
        LedgerState.Expired => EnhanceTaskStatus.Expired,
        LedgerState.Submitting when isHeld => EnhanceTaskStatus.Pending,
        _ => EnhanceTaskStatus.Unknown,
    };

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
