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
