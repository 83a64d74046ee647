namespace SkinEnhance.Core.Batch;

/// <summary>Work on tasks that are known already, such as waiting for them or saving their results.</summary>
public static class TaskWork
{
    /// <summary>Does work on one task. What goes wrong, foreseen or not, is the error of this task and ends no other.</summary>
    /// <param name="task">The task.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What the work gives, or the task with an error.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task<EnhanceTask> TryAsync(
        EnhanceTask task, Func<EnhanceTask, CancellationToken, Task<EnhanceTask>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return await work(task, cancellationToken).ConfigureAwait(false);
        }
        catch (EnhanceException failure)
        {
            return task with { Error = failure.Error };
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return Unexpected(task, unforeseen);
        }
    }

    /// <summary>The task with the error for what was not foreseen.</summary>
    internal static EnhanceTask Unexpected(EnhanceTask task, Exception unforeseen)
    {
        var name = task.Source ?? task.TaskId;
        return task with
        {
            Error = new EnhanceError
            {
                Id = ErrorIds.Unexpected,
                Target = name,
                Provider = task.Provider.Length > 0 ? task.Provider : null,
                Message = $"'{name}' failed unexpectedly: {unforeseen.GetType().Name}: {unforeseen.Message}",
            }.CausedBy(unforeseen),
        };
    }
}
