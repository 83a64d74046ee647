using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace SkinEnhance.Pipeline;

/// <summary>A cmdlet whose work runs on other threads and whose output is written on the pipeline thread.</summary>
/// <remarks>
/// The work ends whenever the pipeline ends: at the end of the input, by a stop, by a write that throws (a downstream command that
/// has stopped, an error action Stop), or by disposal only, as after <c>Select-Object -First</c>.
/// </remarks>
public abstract class WorkerCommand : PSCmdlet, IDisposable
{
    // Canceled work ends at its next await; a file system that hangs must not block the shell for longer.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    // Windows ends a process 5 s after its console is closed.
    private static readonly TimeSpan LastMoments = TimeSpan.FromSeconds(4.5);

    private readonly CancellationTokenSource _stop = new();
    private ProcessEndSignals? _signals;
    private Task _work = Task.CompletedTask;

    internal PipelineQueue Queue { get; } = new();

    internal CancellationToken StopToken => _stop.Token;

    /// <summary>Starts the work, before any record.</summary>
    protected virtual void OnBegin()
    {
    }

    /// <summary>Processes one record.</summary>
    protected virtual void OnRecord()
    {
    }

    /// <summary>Ends the input. The queue is drained afterwards.</summary>
    protected virtual void OnEnd()
    {
    }

    /// <summary>Runs last, on the pipeline thread, after all work is done.</summary>
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
                    // Stopped.
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

    /// <summary>Ends the work and waits for it, up to a time limit.</summary>
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
            // Already canceled.
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
