using System.IO.Enumeration;

namespace SkinEnhance.Core.Ledger;

/// <summary>Finds tasks in the ledger by ids or patterns from the user.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="observer">Receives warnings about records that cannot be read; null for none.</param>
public sealed class TaskFinder(SubmissionLedger ledger, IEnhanceObserver? observer = null)
{
    /// <summary>The shortest prefix of an id that is accepted, in characters.</summary>
    public const int ShortestPrefix = 6;

    // How many of the tasks with the same prefix the error lists.
    private const int MostNamed = 10;

    private readonly Lazy<IReadOnlyList<EnhanceTask>> _all = new(() => [.. ledger.List(observer: observer)]);

    /// <summary>Whether a text is a pattern, which may match any number of tasks.</summary>
    /// <param name="id">An id, or a pattern with <c>*</c> and <c>?</c>.</param>
    /// <returns>True when it is a pattern.</returns>
    public static bool IsPattern(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.AsSpan().ContainsAny('*', '?');
    }

    /// <summary>A task's id for the user: the provider's id, or without one the beginning of the ledger's.</summary>
    /// <param name="task">The task.</param>
    /// <returns>The id; null when it has none.</returns>
    public static string? IdOf(EnhanceTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.TaskId ?? task.RecordId?[..(2 * ShortestPrefix)];
    }

    /// <summary>Finds the tasks for an id or a pattern.</summary>
    /// <param name="id">The provider's id or the ledger's, in full or a prefix of 6 characters or more, or a pattern with <c>*</c> and <c>?</c>.</param>
    /// <returns>The task, or all tasks that match a pattern, newest first; empty when there is none. For an ambiguous prefix, a task without a
    /// <see cref="EnhanceTask.RecordId"/> and with the error <see cref="ErrorIds.TaskNotFound"/>, whose message lists the tasks.</returns>
    public IReadOnlyList<EnhanceTask> Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (ledger.Find(id, observer) is { } exact)
        {
            return [exact];
        }

        if (IsPattern(id))
        {
            return [.. _all.Value.Where(task => Matches(id, task.TaskId) || Matches(id, task.RecordId))];
        }

        var matches = id.Length < ShortestPrefix ? [] : _all.Value.Where(task => Begins(task.TaskId, id) || Begins(task.RecordId, id)).ToArray();
        return matches.Length < 2 ? matches : [Missing(id, $"'{id}' is the beginning of {matches.Length} tasks; specify more characters: {Names(matches)}.")];
    }

    /// <summary>Finds the tasks for several ids or patterns, each task once.</summary>
    /// <param name="ids">As for <see cref="Find"/>.</param>
    /// <returns>The tasks in the order given; for an id without a task, a task with that error.</returns>
    public IReadOnlyList<EnhanceTask> FindAll(IEnumerable<string> ids) => [.. ids.SelectMany(FindOrMissing).DistinctBy(task => task.RecordId ?? task.TaskId)];

    private IReadOnlyList<EnhanceTask> FindOrMissing(string id) => Find(id) is { Count: > 0 } found ? found : [Missing(id, $"The ledger in '{ledger.Folder}' has no task '{id}'.")];

    private static bool Begins(string? id, string prefix) => id?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) == true;

    private static bool Matches(string pattern, string? id) => id is not null && FileSystemName.MatchesSimpleExpression(pattern, id, ignoreCase: true);

    private static string Names(EnhanceTask[] tasks)
    {
        var names = string.Join(", ", tasks.Take(MostNamed).Select(task => $"{task.TaskId ?? task.RecordId} ({task.Operation}, {task.Status}, '{task.Source}')"));
        return tasks.Length > MostNamed ? $"{names} and {tasks.Length - MostNamed} more" : names;
    }

    private static EnhanceTask Missing(string id, string message) => new()
    {
        TaskId = id,
        Provider = string.Empty,
        Operation = string.Empty,
        StatusRoute = string.Empty,
        Status = EnhanceTaskStatus.Failed,
        Error = new EnhanceError { Id = ErrorIds.TaskNotFound, Target = id, Message = message },
    };
}
