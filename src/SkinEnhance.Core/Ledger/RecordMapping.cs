using System.Text.Json;

namespace SkinEnhance.Core.Ledger;

/// <summary>The one place where the fields of a task and those of its record meet.</summary>
internal static class RecordMapping
{
    /// <summary>The record of a submission that is about to leave.</summary>
    /// <param name="task">The first snapshot of the task.</param>
    /// <param name="identity">What makes it this submission.</param>
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

    /// <summary>The record after a new snapshot of its task.</summary>
    /// <param name="record">The record so far.</param>
    /// <param name="task">The snapshot.</param>
    /// <param name="now">The time.</param>
    internal static LedgerRecord Apply(LedgerRecord record, EnhanceTask task, DateTimeOffset now)
    {
        var state = StateOf(task);
        return record with
        {
            State = state,

            // The way to the image is needed only until it is known what became of the submission.
            StoredImage = state == LedgerState.Unknown ? record.StoredImage : null,

            // Saved once more elsewhere, it is where it was saved last; what lay elsewhere may be gone.
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

    /// <summary>The task that a record stands for.</summary>
    /// <param name="record">The record.</param>
    /// <param name="now">The time, which may rule a replay out.</param>
    /// <param name="isHeld">Whether a process works on it, so that a submission under way is just that.</param>
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

    /// <summary>The error that a record stands for; null for none.</summary>
    /// <param name="record">The record.</param>
    /// <param name="now">The time, which may rule a replay out.</param>
    internal static EnhanceError? ToError(LedgerRecord record, DateTimeOffset now)
    {
        if (record.State is LedgerState.Submitting or LedgerState.Unknown)
        {
            return UnknownSubmission.ToError(record, now);
        }

        // That a run did not wait for its end says nothing of the task; and an id of a later version is none here.
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

    /// <summary>How far a task is, for its record.</summary>
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
