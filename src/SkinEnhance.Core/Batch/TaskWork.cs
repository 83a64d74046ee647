namespace SkinEnhance.Core.Batch;

/// <summary>Runs work on existing tasks, such as waiting for them or saving their results.</summary>
public static class TaskWork
{
    /// <summary>Runs work on one task. Any failure, expected or not, becomes the error of this task and does not affect other tasks.</summary>
    /// <param name="task">The task.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The result of the work, or the task with an error.</returns>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
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

    /// <summary>Returns the task with an error for an unexpected exception.</summary>
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
