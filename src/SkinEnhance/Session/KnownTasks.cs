using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Session;

/// <summary>The tasks in the ledger, as recorded; sends no request.</summary>
internal static class KnownTasks
{
    /// <summary>The newest tasks.</summary>
    internal static IReadOnlyList<EnhanceTask> Newest(int most)
    {
        using var ledger = SubmissionLedger.FromEnvironment();
        return [.. ledger.List(new LedgerQuery { First = most })];
    }

    /// <summary>The tasks with the ids, full or abbreviated, or patterns. An id without a record yields a task of which only the id is known;
    /// an id of several tasks yields a task with that error.</summary>
    internal static IReadOnlyList<EnhanceTask> ById(params string[] ids)
    {
        using var ledger = SubmissionLedger.FromEnvironment();
        var finder = new TaskFinder(ledger);
        return [.. ids.SelectMany(id => finder.Find(id) is var found && (found.Count > 0 || TaskFinder.IsPattern(id)) ? found : [Unknown(id)]).DistinctBy(task => task.RecordId ?? task.TaskId)];
    }

    private static EnhanceTask Unknown(string id) => new() { TaskId = id, Provider = string.Empty, Operation = string.Empty, StatusRoute = string.Empty };
}
