using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;
using static SkinEnhance.Core.Batch.ProgressCounter;

namespace SkinEnhance.Core.Batch;

/// <summary>The state that the steps for one image share, and the resources that are held until its end.</summary>
internal sealed class ImageContext : IDisposable
{
    private readonly BatchImage _image;
    private LedgerEntry? _entry;
    private SubmissionPermit? _permit;
    private Step _step = Step.Submitting;

    /// <param name="image">The image.</param>
    /// <param name="run">The batch.</param>
    /// <param name="isPatient">Whether to wait while another process works on it.</param>
    internal ImageContext(BatchImage image, BatchRun run, bool isPatient)
    {
        (_image, Run, IsPatient) = (image, run, isPatient);
        (Prepared, Target, Task) = (image.Prepared, image.Target, image.Prepared.Task);
        run.Progress.Begin();
    }

    internal BatchRun Run { get; }

    internal bool IsPatient { get; }

    internal PreparedRequest Prepared { get; set; }

    /// <summary>Where results are saved; null to save none.</summary>
    internal ResultTarget? Target { get; set; }

    /// <summary>The last snapshot.</summary>
    internal EnhanceTask Task { get; set; }

    internal ImageAction Action { get; set; }

    /// <summary>The record; only after <see cref="Take"/>.</summary>
    internal LedgerEntry Entry => _entry ?? throw new InvalidOperationException("The record is not open yet.");

    /// <summary>The submission's permit; only after <see cref="Take"/>.</summary>
    internal SubmissionPermit Permit => _permit ?? throw new InvalidOperationException("There is no permit yet.");

    /// <summary>The credits reserved for a submission; null when there is none.</summary>
    internal double? Reserved { get; set; }

    /// <summary>Whether another process has leased the image, which is retried later.</summary>
    internal bool IsDeferred { get; set; }

    /// <summary>Whether the batch was cancelled while the image was processed.</summary>
    internal bool IsCancelled { get; set; }

    /// <summary>Whether the action sends a paid request.</summary>
    internal bool IsSubmission => Action is ImageAction.Submit or ImageAction.Replay;

    internal bool IsReplay => Action == ImageAction.Replay;

    /// <summary>Takes ownership of what is held until the end.</summary>
    internal void Take(LedgerEntry entry, SubmissionPermit permit)
    {
        (_entry, _permit) = (entry, permit);
        Task = Task with { RecordId = entry.RecordId };
        Prepared = Prepared with { Task = Task };
    }

    internal void MoveTo(Step step) => Run.Progress.Move(_step, _step = step);

    /// <summary>Throws when an earlier image of the batch met an error that this one would meet too.</summary>
    internal void ThrowIfStopped()
    {
        if (Run.FatalErrors.ErrorFor(Task) is { } stopped)
        {
            throw EnhanceException.For(stopped);
        }
    }

    /// <summary>Sets an error. An accepted task continues at the provider, so an unexpected error keeps a status with which it can be waited for.</summary>
    internal void Fail(Exception failure) => Task = failure switch
    {
        EnhanceException known => TaskUpdate.Fail(Task, Confine(known.Error)),
        _ when Task.SubmittedAt is not null => TaskWork.Unexpected(Task, failure),
        _ => TaskUpdate.Fail(Task, TaskWork.Unexpected(Task, failure).Error!),
    };

    /// <summary>Limits an error to this image when it does not affect the others: a folder that cannot be written affects them only when
    /// it is the destination of the whole batch.</summary>
    internal EnhanceError Confine(EnhanceError error) =>
        error.Id == ErrorIds.DestinationNotWritable && !(_image.Target is { IsDestination: true } && Prepared.Request.Save is null)
            ? error with { StopsBatch = false }
            : error;

    /// <inheritdoc/>
    public void Dispose()
    {
        _permit?.Dispose();
        _entry?.Dispose();

        // The cost of an earlier run does not count in this one.
        if (Reserved is { } estimate)
        {
            Run.Cap.Settle(estimate, Task);
        }

        if (IsDeferred)
        {
            Run.Progress.Withdraw();
        }
        else
        {
            Run.Progress.End(_step, succeeded: !IsCancelled && Task.Error is null);
        }
    }
}
