namespace SkinEnhance.Session;

/// <summary>The latest snapshot of every task that this process has seen, newest first, up to a bound.</summary>
internal static class TaskRegistry
{
    // A snapshot takes about a kilobyte; a batch of any length stays within some 10 MB.
    private const int Limit = 10_000;

    private static readonly object Gate = new();
    private static readonly LinkedList<EnhanceTask> NewestFirst = new();
    private static readonly Dictionary<string, LinkedListNode<EnhanceTask>> ById = new(StringComparer.Ordinal);

    /// <summary>Keeps a snapshot in place of an older one of the same task.</summary>
    internal static void Note(EnhanceTask task)
    {
        if (task.SubmittedAt is null && task.Status != EnhanceTaskStatus.Unknown)
        {
            return;
        }

        if (!task.IsEnded)
        {
            // What went wrong was a question or a wait; the task goes on.
            task = task with { Error = null };
        }

        lock (Gate)
        {
            if (task.TaskId is { } id && ById.TryGetValue(id, out var known))
            {
                known.Value = task;
                return;
            }

            var node = NewestFirst.AddFirst(task);
            if (task.TaskId is { } newId)
            {
                ById[newId] = node;
            }

            if (NewestFirst.Count > Limit)
            {
                if (NewestFirst.Last!.Value.TaskId is { } oldest)
                {
                    ById.Remove(oldest);
                }

                NewestFirst.RemoveLast();
            }
        }
    }

    internal static EnhanceTask? Find(string taskId)
    {
        lock (Gate)
        {
            return ById.TryGetValue(taskId, out var node) ? node.Value : null;
        }
    }

    internal static IReadOnlyList<EnhanceTask> All()
    {
        lock (Gate)
        {
            return [.. NewestFirst];
        }
    }
}
