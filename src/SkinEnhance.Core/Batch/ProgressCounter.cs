namespace SkinEnhance.Core.Batch;

/// <summary>Counts the images of a batch and reports each change to the observer.</summary>
internal sealed class ProgressCounter(IEnhanceObserver observer)
{
    private readonly object _gate = new();
    private BatchProgress _progress;

    /// <summary>The step of an image between its start and its end.</summary>
    internal enum Step
    {
        Submitting = 0,
        Waiting,
        Saving,
    }

    internal void Begin() => Change(progress => progress with { Started = progress.Started + 1, Submitting = progress.Submitting + 1 });

    /// <summary>Undoes a start: another process has leased the image, and it is retried later.</summary>
    internal void Withdraw() => Change(progress => progress with { Started = progress.Started - 1, Submitting = progress.Submitting - 1 });

    internal void Move(Step from, Step to) => Change(progress => Add(Add(progress, from, -1), to, 1));

    internal void End(Step from, bool succeeded) => Change(progress =>
    {
        var without = Add(progress, from, -1);
        return succeeded ? without with { Succeeded = without.Succeeded + 1 } : without with { Failed = without.Failed + 1 };
    });

    private static BatchProgress Add(BatchProgress progress, Step step, int count) => step switch
    {
        Step.Submitting => progress with { Submitting = progress.Submitting + count },
        Step.Waiting => progress with { Waiting = progress.Waiting + count },
        _ => progress with { Saving = progress.Saving + count },
    };

    private void Change(Func<BatchProgress, BatchProgress> change)
    {
        lock (_gate)
        {
            _progress = change(_progress);

            // Inside the lock, so that the observer receives the counts in order.
            observer.OnProgress(_progress);
        }
    }
}
