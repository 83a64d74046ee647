using System.Collections.Concurrent;
using System.Management.Automation;

namespace SkinEnhance.Pipeline;

/// <summary>Passes the engine's reports to the pipeline thread.</summary>
/// <param name="queue">Runs actions on the pipeline thread.</param>
/// <param name="cmdlet">Writes; used on the pipeline thread only.</param>
internal sealed class PipelineObserver(PipelineQueue queue, Cmdlet cmdlet) : IEnhanceObserver
{
    private readonly object _gate = new();
    private readonly ConcurrentQueue<EnhanceTask> _abandoned = new();
    private BatchProgress _latest;
    private bool _isPosted;

    /// <summary>Writes the merged progress; null for none.</summary>
    internal Action<BatchProgress>? ShowProgress { get; init; }

    /// <summary>The tasks that are not waited for any more. A stopped pipeline accepts no warning, so the command reports them when it is disposed.</summary>
    internal IReadOnlyCollection<EnhanceTask> Abandoned => _abandoned;

    /// <inheritdoc/>
    public void OnVerbose(string message) => queue.Post(() => cmdlet.WriteVerbose(message));

    /// <inheritdoc/>
    public void OnWarning(string message) => queue.Post(() => cmdlet.WriteWarning(message));

    /// <inheritdoc/>
    public void OnAbandoned(EnhanceTask task) => _abandoned.Enqueue(task);

    /// <inheritdoc/>
    public void OnProgress(BatchProgress progress)
    {
        lock (_gate)
        {
            _latest = progress;
            if (ShowProgress is null || _isPosted)
            {
                return;
            }

            _isPosted = true;
        }

        queue.Post(() =>
        {
            BatchProgress latest;
            lock (_gate)
            {
                _isPosted = false;
                latest = _latest;
            }

            ShowProgress(latest);
        });
    }
}
