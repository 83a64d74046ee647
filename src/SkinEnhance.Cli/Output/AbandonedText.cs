namespace SkinEnhance.Cli.Output;

/// <summary>Says where a task stands that a cancellation left to itself, so that nothing paid for is lost out of sight.</summary>
internal static class AbandonedText
{
    internal static string Of(EnhanceTask task)
    {
        var file = task.Source ?? "an image";
        return SafeText.OneLine(task switch
        {
            { Status: EnhanceTaskStatus.Completed, ResultUri.Count: > 0 } => $"completed, not saved: {string.Join(", ", task.ResultUri.Select(ResultAddress.WithoutQuery))} for {file}",
            { TaskId: { } id } => $"accepted and goes on at the provider: {id} ({task.Provider}) for {file}",
            _ => $"may have been accepted and billed: {file}",
        });
    }
}
