namespace SkinEnhance.Core.Providers;

/// <summary>Reads a provider's status of a task.</summary>
internal static class StatusWord
{
    // The values in ComfyUI's client, comfy_api_nodes/util/client.py, and common synonyms.
    private static readonly Dictionary<string, EnhanceTaskStatus> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CREATED"] = EnhanceTaskStatus.Submitted,
        ["QUEUED"] = EnhanceTaskStatus.Submitted,
        ["QUEUEING"] = EnhanceTaskStatus.Submitted,
        ["SUBMITTED"] = EnhanceTaskStatus.Submitted,
        ["INITIALIZING"] = EnhanceTaskStatus.Submitted,
        ["WAIT"] = EnhanceTaskStatus.Submitted,
        ["IN_QUEUE"] = EnhanceTaskStatus.Submitted,
        ["PENDING"] = EnhanceTaskStatus.Submitted,
        ["IN_PROGRESS"] = EnhanceTaskStatus.InProgress,
        ["PROCESSING"] = EnhanceTaskStatus.InProgress,
        ["RUNNING"] = EnhanceTaskStatus.InProgress,
        ["COMPLETED"] = EnhanceTaskStatus.Completed,
        ["COMPLETE"] = EnhanceTaskStatus.Completed,
        ["SUCCEEDED"] = EnhanceTaskStatus.Completed,
        ["SUCCEED"] = EnhanceTaskStatus.Completed,
        ["SUCCESS"] = EnhanceTaskStatus.Completed,
        ["FINISHED"] = EnhanceTaskStatus.Completed,
        ["DONE"] = EnhanceTaskStatus.Completed,
        ["READY"] = EnhanceTaskStatus.Completed,
        ["FAILED"] = EnhanceTaskStatus.Failed,
        ["FAIL"] = EnhanceTaskStatus.Failed,
        ["FAILURE"] = EnhanceTaskStatus.Failed,
        ["ERROR"] = EnhanceTaskStatus.Failed,
        ["CANCELLED"] = EnhanceTaskStatus.Failed,
        ["CANCELED"] = EnhanceTaskStatus.Failed,
        ["CANCELING"] = EnhanceTaskStatus.Failed,
    };

    /// <summary>Reads a status in any case, with spaces around it and spaces or hyphens within it.</summary>
    /// <returns>The status; null for an unknown one, which must not end a paid task.</returns>
    internal static EnhanceTaskStatus? Read(string word) =>
        Known.TryGetValue(word.Trim().Replace(' ', '_').Replace('-', '_'), out var status) ? status : null;
}
