using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Session;

/// <summary>The tasks that the ledger knows, as their records have them; nobody is asked.</summary>
internal static class KnownTasks
{
    /// <summary>Finds a task by the provider's id.</summary>
    internal static EnhanceTask? Find(string taskId)
    {
        using var ledger = SubmissionLedger.FromEnvironment();
        return ledger.Find(taskId);
    }

    /// <summary>The newest tasks.</summary>
    internal static IReadOnlyList<EnhanceTask> Newest(int most)
    {
        using var ledger = SubmissionLedger.FromEnvironment();
        return [.. ledger.List(new LedgerQuery { First = most })];
    }

    /// <summary>A task of which nothing but the id is known.</summary>
    internal static EnhanceTask ById(string taskId) =>
        Find(taskId) ?? new EnhanceTask { TaskId = taskId, Provider = string.Empty, Operation = string.Empty, Family = string.Empty };
}
