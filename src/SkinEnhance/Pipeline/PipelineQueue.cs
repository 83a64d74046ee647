using System.Collections.Concurrent;

namespace SkinEnhance.Pipeline;

/// <summary>The actions for the pipeline thread, the only one that may use PowerShell.</summary>
internal sealed class PipelineQueue : IDisposable
{
    // How soon upkeep runs when there is no action.
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    private readonly BlockingCollection<Action> _actions = [];

    /// <summary>Runs on the pipeline thread between two actions and while it waits.</summary>
    internal Action Upkeep { get; set; } = static () => { };

    /// <summary>Adds an action. It is dropped once the pipeline accepts none.</summary>
    internal void Post(Action action)
    {
        try
        {
            _actions.TryAdd(action);
        }
        catch (Exception late) when (late is InvalidOperationException or ObjectDisposedException)
        {
            // The pipeline has ended.
        }
    }

    /// <summary>Adds an action and waits until it is done, so that a worker is never ahead of the pipeline.</summary>
    internal Task InvokeAsync(Action action, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                action();
            }
            finally
            {
                done.TrySetResult();
            }
        });
        return done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Accepts no more actions.</summary>
    internal void Complete()
    {
        try
        {
            _actions.CompleteAdding();
        }
        catch (ObjectDisposedException)
        {
            // Already completed and disposed.
        }
    }

    /// <summary>Runs the actions that are queued.</summary>
    internal void RunPending()
    {
        while (_actions.TryTake(out var action))
        {
            action();
        }
    }

    /// <summary>Runs actions until a task has ended, and waits in between.</summary>
    internal void RunUntil(Task something, CancellationToken cancellationToken)
    {
        // The empty action wakes the loop below.
        _ = something.ContinueWith(_ => Post(static () => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!something.IsCompleted && !_actions.IsCompleted)
        {
            RunNext(cancellationToken);
        }
    }

    /// <summary>Runs actions until the queue is completed and empty.</summary>
    internal void RunToEnd(CancellationToken cancellationToken)
    {
        while (!_actions.IsCompleted)
        {
            RunNext(cancellationToken);
        }
    }

    private void RunNext(CancellationToken cancellationToken)
    {
        if (_actions.TryTake(out var action, (int)Idle.TotalMilliseconds, cancellationToken))
        {
            action();
        }

        Upkeep();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Complete();
        _actions.Dispose();
    }
}
