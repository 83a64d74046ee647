using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace SkinEnhance.Pipeline;

/// <summary>A cmdlet whose work is done by other threads while the pipeline thread writes what they ask for.</summary>
/// <remarks>
/// However the pipeline ends, the work ends: at the end of the input, by a stop, by a write that throws (a downstream command that
/// has enough, an error that is to stop), or by disposal alone, which is all that happens after <c>Select-Object -First</c>.
/// </remarks>
public abstract class WorkerCommand : PSCmdlet, IDisposable
{
    // Cancelled work ends at its next await; a file system that hangs must not hold the shell longer than this.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    // Windows ends a process whose console is closed after 5 s, whatever it does.
    private static readonly TimeSpan LastMoments = TimeSpan.FromSeconds(4.5);

    private readonly CancellationTokenSource _stop = new();
    private ProcessEndSignals? _signals;
    private Task _work = Task.CompletedTask;

    internal PipelineQueue Queue { get; } = new();

    internal CancellationToken StopToken => _stop.Token;

    /// <summary>Begins the work and, before any record, whatever must hold for all records.</summary>
    protected virtual void OnBegin()
    {
    }

    /// <summary>Takes one record.</summary>
    protected virtual void OnRecord()
    {
    }

    /// <summary>Ends the input. The queue is drained afterwards.</summary>
    protected virtual void OnEnd()
    {
    }

    /// <summary>Speaks last, on the pipeline thread, after all work is done.</summary>
    protected virtual void OnFinished()
    {
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(OnBegin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(() =>
    {
        OnRecord();
        Queue.RunPending();
    });

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(() =>
    {
        OnEnd();
        if (_work.IsCompleted)
        {
            Queue.Complete();
        }

        Queue.RunToEnd(StopToken);
        OnFinished();
    });

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => Cancel();

    /// <summary>Starts the work; once for a command.</summary>
    internal void StartWork(Func<CancellationToken, Task> work)
    {
        var token = StopToken;
        _work = Task.Run(
            async () =>
            {
                try
                {
                    await work(token);
                }
                catch (OperationCanceledException) when (token.IsCancellationRequested)
                {
                    // Stopped as asked.
                }
                catch (Exception failure)
                {
                    var captured = ExceptionDispatchInfo.Capture(failure);
                    Queue.Post(captured.Throw);
                }
                finally
                {
                    Queue.Complete();
                }
            },
            CancellationToken.None);
        _signals = new ProcessEndSignals(() =>
        {
            Cancel();
            _work.Wait(LastMoments);
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the work and waits for it, a bounded time.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Cancel();
            if (_work.Wait(ShutdownTimeout))
            {
                _stop.Dispose();
            }

            _signals?.Dispose();
            Queue.Dispose();
        }
    }

    private void Cancel()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Disposed means cancelled.
        }
    }

    private void Guard(Action step)
    {
        try
        {
            step();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch
        {
            Cancel();
            throw;
        }
    }
}
