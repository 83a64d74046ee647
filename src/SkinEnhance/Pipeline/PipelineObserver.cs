using System.Management.Automation;

namespace SkinEnhance.Pipeline;

/// <summary>Passes what the engine tells on to the pipeline thread.</summary>
/// <param name="queue">The way there.</param>
/// <param name="cmdlet">Who writes; touched on the pipeline thread alone.</param>
/// <param name="abandoned">Is given every task that a stop leaves behind; called from any thread.</param>
internal sealed class PipelineObserver(PipelineQueue queue, Cmdlet cmdlet, Action<EnhanceTask> abandoned) : IEnhanceObserver
{
    private readonly object _gate = new();
    private BatchProgress _latest;
    private bool _isPosted;

    /// <summary>Writes the merged progress; set by whoever shows one.</summary>
    internal Action<BatchProgress>? ShowProgress { get; init; }

    /// <inheritdoc/>
    public void OnVerbose(string message) => queue.Post(() => cmdlet.WriteVerbose(message));

    /// <inheritdoc/>
    public void OnWarning(string message) => queue.Post(() => cmdlet.WriteWarning(message));

    /// <inheritdoc/>
    public void OnAbandoned(EnhanceTask task) => abandoned(task);

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
