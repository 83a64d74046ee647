namespace SkinEnhance.Core.Operations;

/// <summary>Creates the next snapshot of a task.</summary>
internal static class TaskUpdate
{
    /// <summary>The snapshot after a provider's response.</summary>
    internal static EnhanceTask Apply(EnhanceTask task, ProviderTaskState state, DateTimeOffset now)
    {
        var next = task with
        {
            TaskId = task.TaskId ?? state.TaskId,

            // The result may appear a moment after the end, and is paid for.
            Status = IsWithoutResult(state) ? EnhanceTaskStatus.InProgress : state.Status,
            ResultUri = state.ResultUri,

            // A failed task may or may not be billed; only a response can report its credits.
            TaskCredits = state.Credits ?? (state.Status == EnhanceTaskStatus.Failed ? null : task.TaskCredits),
            EstimatedDuration = state.EstimatedDuration ?? task.EstimatedDuration,
            EstimatedDurationP90 = state.EstimatedDurationP90 ?? task.EstimatedDurationP90,
            RequestId = state.RequestId ?? task.RequestId,
            SubmittedAt = task.SubmittedAt ?? now,
            Error = null,
        };
        if (!next.IsEnded)
        {
            return next;
        }

        next = next with { CompletedAt = task.CompletedAt ?? now };
        if (state.Status == EnhanceTaskStatus.Failed)
        {
            var reason = state.Message is { } message ? $": {message}" : "; it gave no reason.";
            return Fail(next, new EnhanceError
            {
                Id = ErrorIds.TaskFailed,
                Target = next.Source ?? next.TaskId,
                Provider = next.Provider,
                RequestId = next.RequestId,
                Message = $"{next.Provider} ended task {next.TaskId} for '{next.Source ?? next.TaskId}' as failed{reason}",
            });
        }

        return next;
    }

    /// <summary>Whether a response reports a completed task without a result.</summary>
    internal static bool IsWithoutResult(ProviderTaskState state) => state is { Status: EnhanceTaskStatus.Completed, ResultUri.Count: 0 };

    /// <summary>The snapshot before another attempt: an expired task counts as completed when its addresses are known, else as in progress.</summary>
    internal static EnhanceTask Reopen(EnhanceTask task) => task.Status != EnhanceTaskStatus.Expired ? task : task with
    {
        Status = task.ResultUri.Count > 0 ? EnhanceTaskStatus.Completed : EnhanceTaskStatus.Submitted,
        Error = null,
    };

    /// <summary>The snapshot after an error that ends it.</summary>
    internal static EnhanceTask Fail(EnhanceTask task, EnhanceError error) => task with
    {
        Status = error.Kind == EnhanceErrorKind.SubmissionUnknown ? EnhanceTaskStatus.Unknown : EnhanceTaskStatus.Failed,
        RequestId = error.RequestId ?? task.RequestId,
        Error = error,
    };
}
