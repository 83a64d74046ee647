using System.Management.Automation;
using SkinEnhance.Errors;

namespace SkinEnhance.Pipeline;

/// <summary>Writes tasks as they end: the object, its error, or both. For the pipeline thread.</summary>
/// <param name="cmdlet">Who writes.</param>
internal sealed class TaskWriter(Cmdlet cmdlet)
{
    private EnhanceError? _stopper;

    /// <summary>The error that makes going on useless; null while there is none.</summary>
    internal EnhanceError? Stopper => _stopper;

    /// <summary>Writes one task.</summary>
    internal void Write(EnhanceTask task)
    {
        if (task.Error is not { } error)
        {
            cmdlet.WriteObject(task);
            return;
        }

        // What was never accepted is an error and nothing else; what was, or may have been, is an object that can be kept and asked for.
        var isKept = task.SubmittedAt is not null || task.Status == EnhanceTaskStatus.Unknown;
        if (error.Id == ErrorIds.BatchStopped)
        {
            // Ends the command only when no error of its own does: several in a row may have stopped the batch of which none would alone.
            _stopper ??= error;
            return;
        }

        if (error.StopsBatch && _stopper is null or { Id: ErrorIds.BatchStopped })
        {
            _stopper = error;
            if (!isKept)
            {
                return;
            }
        }

        if (isKept)
        {
            cmdlet.WriteObject(task);
        }

        if (error != _stopper)
        {
            cmdlet.WriteError(EnhanceErrorRecord.Create(error, isKept ? task : task.Source));
        }
    }

    /// <summary>Ends the command when going on is useless.</summary>
    internal void ThrowIfStopped()
    {
        if (_stopper is { } error)
        {
            cmdlet.ThrowTerminatingError(EnhanceErrorRecord.Create(error));
        }
    }
}
