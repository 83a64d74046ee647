using System.Management.Automation;
using SkinEnhance.Errors;

namespace SkinEnhance.Pipeline;

/// <summary>Writes ended tasks: the object, its error, or both. Use it on the pipeline thread.</summary>
/// <param name="cmdlet">Writes the objects and errors.</param>
internal sealed class TaskWriter(Cmdlet cmdlet)
{
    private EnhanceError? _stopper;

    /// <summary>The error that ends the command; null if there is none.</summary>
    internal EnhanceError? Stopper => _stopper;

    /// <summary>Writes one task.</summary>
    internal void Write(EnhanceTask task)
    {
        if (task.Error is not { } error)
        {
            cmdlet.WriteObject(task);
            return;
        }

        // An image that was never accepted is only an error; one that was, or may have been, is also an object that can be kept and polled.
        var isKept = task.SubmittedAt is not null || task.Status == EnhanceTaskStatus.Unknown;
        if (error.Id == ErrorIds.BatchStopped)
        {
            // Ends the command only if no error of its own does: several errors in a row can stop a batch when each alone would not.
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

    /// <summary>Throws the error that ends the command, if there is one.</summary>
    internal void ThrowIfStopped()
    {
        if (_stopper is { } error)
        {
            cmdlet.ThrowTerminatingError(EnhanceErrorRecord.Create(error));
        }
    }
}
