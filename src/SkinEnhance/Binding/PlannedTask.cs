namespace SkinEnhance.Binding;

/// <summary>A plan of -WhatIf that is piped on: it stands for a task that was not begun, or for the result that is there.</summary>
internal static class PlannedTask
{
    /// <summary>The task that a plan stands for.</summary>
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
                Message = plan.Error is { } error ? error.Message : "It is a plan of -WhatIf; the command itself was not run.",
            },
        };
    }

    /// <summary>Whether a task is one that a dry run would begin, so that its result is still to come.</summary>
    internal static bool IsToCome(EnhanceTask task) => task is { Status: EnhanceTaskStatus.Pending, TaskId: null, RecordId: null, Error.Id: ErrorIds.ResultNotReady };
}
