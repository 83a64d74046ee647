using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Session;

/// <summary>The tasks that the ledger knows, as their records have them; nobody is asked.</summary>
internal static class KnownTasks
{
    /// <summary>The newest tasks.</summary>
    internal static IReadOnlyList<EnhanceTask> Newest(int most)
    {
        using var ledger = SubmissionLedger.FromEnvironment();
        return [.. ledger.List(new LedgerQuery { First = most })];
    }

    /// <summary>The tasks that ids mean, whole or cut short, or patterns. For an id that means none, a task of which nothing else is known;
    /// for one that means several, a task with that error.</summary>
    internal static IReadOnlyList<EnhanceTask> ById(params string[] ids)
    {
        using var ledger = SubmissionLedger.FromEnvironment();
        var finder = new TaskFinder(ledger);
        return [.. ids.SelectMany(id => finder.Find(id) is var found && (found.Count > 0 || TaskFinder.IsPattern(id)) ? found : [Unknown(id)]).DistinctBy(task => task.RecordId ?? task.TaskId)];
    }

    private static EnhanceTask Unknown(string id) => new() { TaskId = id, Provider = string.Empty, Operation = string.Empty, StatusRoute = string.Empty };
}
