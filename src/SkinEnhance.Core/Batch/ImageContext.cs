using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;
using static SkinEnhance.Core.Batch.ProgressCounter;

namespace SkinEnhance.Core.Batch;

/// <summary>What the steps of one image's way share: what is known so far, and what is held until its end.</summary>
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

    /// <summary>Where results go; null when nothing is saved.</summary>
    internal ResultTarget? Target { get; set; }

    /// <summary>The last snapshot.</summary>
    internal EnhanceTask Task { get; set; }

    internal ImageAction Action { get; set; }

    /// <summary>The record; only after <see cref="Take"/>.</summary>
    internal LedgerEntry Entry => _entry ?? throw new InvalidOperationException("The record is not open yet.");

    /// <summary>The place among the submissions under way; only after <see cref="Take"/>.</summary>
    internal SubmissionPermit Permit => _permit ?? throw new InvalidOperationException("There is no place yet.");

    /// <summary>The credits reserved for a submission; null when none was about to leave.</summary>
    internal double? Reserved { get; set; }

    /// <summary>Whether another process works on the image, which comes again later.</summary>
    internal bool IsDeferred { get; set; }

    /// <summary>Whether the batch was cancelled while the image was under way.</summary>
    internal bool IsCancelled { get; set; }

    /// <summary>Whether a paid request is about to leave.</summary>
    internal bool IsSubmission => Action is ImageAction.Submit or ImageAction.Replay;

    internal bool IsReplay => Action == ImageAction.Replay;

    /// <summary>Takes over what is held until the end.</summary>
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

    /// <summary>Puts down an error. Once accepted a task goes on at the provider, so an unforeseen one leaves it the status that lets it be waited for.</summary>
    internal void Fail(Exception failure) => Task = failure switch
    {
        EnhanceException known => TaskUpdate.Fail(Task, Confine(known.Error)),
        _ when Task.SubmittedAt is not null => TaskWork.Unexpected(Task, failure),
        _ => TaskUpdate.Fail(Task, TaskWork.Unexpected(Task, failure).Error!),
    };

    /// <summary>Keeps an error to this image where it says nothing of the others: a folder that cannot be written concerns them only when
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

        // What an earlier run paid for is none of this one's cost.
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
