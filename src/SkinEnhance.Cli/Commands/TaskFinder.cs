using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Cli.Commands;

/// <summary>Finds tasks in the ledger by what a user types for them.</summary>
internal sealed class TaskFinder(SubmissionLedger ledger, IEnhanceObserver observer)
{
    /// <summary>An id may be cut short to this many characters.</summary>
    internal const int ShortestPrefix = 6;

    private readonly Lazy<IReadOnlyList<EnhanceTask>> _all = new(() => [.. ledger.List(observer: observer)]);

    /// <summary>Finds tasks, each once.</summary>
    /// <param name="ids">The service's ids or the ledger's own, whole or cut short.</param>
    /// <returns>The tasks in the order given; for an id that means none, or more than one, a task with that error.</returns>
    internal IReadOnlyList<EnhanceTask> Find(IEnumerable<string> ids) => [.. ids.Select(Find).DistinctBy(task => task.RecordId ?? task.TaskId)];

    /// <summary>What a task is called on a command line: the service's id, or where it gave none the beginning of the ledger's.</summary>
    internal static string? IdOf(EnhanceTask task) => task.TaskId ?? task.RecordId?[..(2 * ShortestPrefix)];

    private EnhanceTask Find(string id)
    {
        if (ledger.Find(id, observer) is { } exact)
        {
            return exact;
        }

        var matches = id.Length < ShortestPrefix ? [] : _all.Value.Where(task => Begins(task.TaskId, id) || Begins(task.RecordId, id)).ToArray();
        return matches switch
        {
            [var task] => task,
            [] => Missing(id, $"The ledger in '{ledger.Folder}' has no task '{id}'."),
            _ => Missing(id, $"'{id}' is the beginning of {matches.Length} tasks; give more of the id."),
        };
    }

    private static bool Begins(string? id, string prefix) => id?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) == true;

    private static EnhanceTask Missing(string id, string message) => new()
    {
        TaskId = id,
        Provider = string.Empty,
        Operation = string.Empty,
        Family = string.Empty,
        Status = EnhanceTaskStatus.Failed,
        Error = new EnhanceError { Id = ErrorIds.TaskNotFound, Target = id, Message = message },
    };
}
