using System.Text.Json.Serialization;

namespace SkinEnhance.Cli.Output;

/// <summary>One line of <c>--json</c>. The names and their order are a contract with scripts.</summary>
internal sealed record JsonTask(
    string? TaskId,
    string Provider,
    string Operation,
    string Status,
    string? Source,
    IReadOnlyList<string> Outputs,
    double? Credits,
    string? ErrorId,
    string? Message,
    bool FromLedger,
    string? Endpoint,
    double? CreditsTotal)
{
    internal static JsonTask Of(EnhanceTask task) => new(
        task.TaskId,
        task.Provider,
        task.Operation,
        task.Status.ToString(),
        task.Source,
        task.OutputPath,
        task.Credits,
        task.ErrorId,
        task.Message,
        task.FromLedger,
        task.Endpoint,
        task.CreditsTotal);
}

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

/// <summary>Writes <see cref="JsonTask"/> and <see cref="JsonPlan"/> without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(JsonTask))]
[JsonSerializable(typeof(JsonPlan))]
internal sealed partial class JsonTaskContext : JsonSerializerContext;
