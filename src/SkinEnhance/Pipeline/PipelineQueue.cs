using System.Collections.Concurrent;

namespace SkinEnhance.Pipeline;

/// <summary>What workers want done on the pipeline thread, the only one that may touch PowerShell.</summary>
internal sealed class PipelineQueue : IDisposable
{
    // How soon the caller's own upkeep follows what it is for, when nothing else is to be done.
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);

    private readonly BlockingCollection<Action> _actions = [];

    /// <summary>What the pipeline thread does for itself between two actions and while it waits.</summary>
    internal Action Upkeep { get; set; } = static () => { };

    /// <summary>Asks for an action. It is dropped when the pipeline takes none any more.</summary>
    internal void Post(Action action)
    {
        try
        {
            _actions.TryAdd(action);
        }
        catch (Exception late) when (late is InvalidOperationException or ObjectDisposedException)
        {
            // The pipeline is gone; nobody is left to tell.
        }
    }

    /// <summary>Asks for an action and waits until it is done, so that a worker is never ahead of the pipeline.</summary>
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

    /// <summary>Takes no more actions.</summary>
    internal void Complete()
    {
        try
        {
            _actions.CompleteAdding();
        }
        catch (ObjectDisposedException)
        {
            // Completed and gone already.
        }
    }

    /// <summary>Does what is asked for now.</summary>
    internal void RunPending()
    {
        while (_actions.TryTake(out var action))
        {
            action();
        }
    }

    /// <summary>Does what is asked for until something has come about, waiting in between.</summary>
    internal void RunUntil(Task something, CancellationToken cancellationToken)
    {
        // The empty action wakes the loop below.
        _ = something.ContinueWith(_ => Post(static () => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!something.IsCompleted && !_actions.IsCompleted)
        {
            RunNext(cancellationToken);
        }
    }

    /// <summary>Does what is asked for until the queue is completed and empty.</summary>
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
