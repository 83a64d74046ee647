namespace SkinEnhance.Binding;

/// <summary>A piped plan of -WhatIf: it represents a task that was not started, or an existing result.</summary>
internal static class PlannedTask
{
    /// <summary>The task that a plan represents.</summary>
    internal static EnhanceTask Of(EnhancePlan plan)
    {
        var hasResult = plan.Action is PlannedAction.Keep or PlannedAction.Skip && plan.OutputPath is not null;
        return new EnhanceTask
        {
            Provider = plan.Provider,
            Operation = plan.Operation,
            StatusRoute = string.Empty,
            Status = hasResult ? EnhanceTaskStatus.Skipped : EnhanceTaskStatus.Pending,
            Source = plan.OutputPath ?? plan.Source,
            OutputPath = hasResult ? [plan.OutputPath!] : [],
            Parameters = plan.Parameters,
            Error = hasResult ? null : new EnhanceError
            {
                Id = plan.ErrorId ?? ErrorIds.ResultNotReady,
                Target = plan.Source,
                Message = plan.Error is { } error ? error.Message : "This is a plan of -WhatIf; the command was not run.",
            },
        };
    }

    /// <summary>Whether a task is one that a dry run would start, so that it has no result yet.</summary>
    internal static bool IsFuture(EnhanceTask task) => task is { Status: EnhanceTaskStatus.Pending, TaskId: null, RecordId: null, Error.Id: ErrorIds.ResultNotReady };
}
