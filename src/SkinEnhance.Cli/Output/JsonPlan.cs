namespace SkinEnhance.Cli.Output;

/// <summary>One line of <c>--dry-run --json</c>. The names and their order are a contract with scripts.</summary>
internal sealed record JsonPlan(
    string Action,
    string Reason,
    string? Source,
    string Provider,
    string Operation,
    double? EstimatedCredits,
    double? EstimatedDollars,
    string? OutputPath,
    string? TaskId,
    string? ErrorId)
{
    internal static JsonPlan Of(EnhancePlan plan) => new(
        plan.Action.ToString(),
        plan.Reason,
        plan.Source,
        plan.Provider,
        plan.Operation,
        plan.EstimatedCredits,
        plan.EstimatedDollars,
        plan.OutputPath,
        plan.TaskId,
        plan.ErrorId);
}
