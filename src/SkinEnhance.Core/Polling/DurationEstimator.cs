using System.Collections.Concurrent;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Polling;

/// <summary>Knows how long tasks of an operation take: by the provider's estimate, set right by what was seen, or else by past tasks.</summary>
internal sealed class DurationEstimator : IAsyncDisposable
{
    // Where the provider itself says that most keep to the estimate, the first question comes a step before it. Elsewhere two steps,
    // not more: a hundred tasks at once share what the provider takes in questions.
    private const double NarrowSpread = 1.1;
    private const int NarrowSteps = 1;
    private const int WideSteps = 2;

    // Estimates come in whole seconds, which is much of a short task: both may be the same number and tell of nothing narrow.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);
    private const double LeastOfEstimate = 0.5;

    // A question that came much later than the one before does not tell when the task was done.
    private const double MostBetween = 1.5;

    // A file system that hangs must not hold up the end.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    private const int LedgerDepth = 200;

    private readonly ConcurrentDictionary<(string Provider, string Operation, bool IsEstimated), DurationSamples> _seen = new();
    private volatile bool _stop;
    private readonly SubmissionLedger? _ledger;
    private readonly Lazy<Task<IReadOnlyList<LedgerRecord>>> _past;

    /// <param name="ledger">Knows past tasks; null when nothing does.</param>
    internal DurationEstimator(SubmissionLedger? ledger)
    {
        _ledger = ledger;
        _past = new(() => Task.Run(() => ReadPast(ledger!)));
    }

    /// <summary>Ends when the ledger was read.</summary>
    internal Task PastRead => _ledger is null ? Task.CompletedTask : _past.Value;

    /// <summary>Says when a task may be done.</summary>
    /// <param name="task">The task.</param>
    /// <param name="endpoint">The identity of the endpoint; what an emulator did is not done by the service.</param>
    /// <returns>The forecast; null when nothing is known of such tasks.</returns>
    internal DurationEstimate? Of(EnhanceTask task, string endpoint)
    {
        var samples = SamplesOf(task);
        if (task.EstimatedDuration is { } estimate)
        {
            return samples.Estimate() is { } ratio
                ? new DurationEstimate(estimate * ratio.First, ratio.IsInformative)
                : new DurationEstimate(FirstBefore(estimate, task.EstimatedDurationP90), IsInformative: true);
        }

        // The ledger is read aside; a task that is asked for before that is done is asked for as one that nothing is known of.
        if (_ledger is not null && _past.Value is { IsCompletedSuccessfully: true, Result: var past })
        {
            samples.Seed(() => past.Where(other => other.Operation == task.Operation && other.EndpointIdentity == endpoint).Select(other => (other.CompletedAt - other.SubmittedAt)!.Value.TotalSeconds));
        }

        return samples.Estimate() is { } seconds ? new DurationEstimate(TimeSpan.FromSeconds(seconds.First), seconds.IsInformative) : null;
    }

    /// <summary>Whether a question can be saved: the provider expects a task later, and others of its kind are known not to be done by now. It is
    /// asked for when the estimate has come, whatever the others do.</summary>
    /// <param name="task">The task.</param>
    /// <param name="elapsed">How long it has been under way.</param>
    internal bool ArePeersRunning(EnhanceTask task, TimeSpan elapsed) =>
        task.EstimatedDuration is { } estimate && elapsed < estimate && SamplesOf(task).ArePeersRunning(elapsed / estimate);

    /// <summary>Notes that a task was not done yet.</summary>
    /// <param name="task">The task.</param>
    /// <param name="before">How long it had been under way when that was noted before.</param>
    /// <param name="notYet">How long it had been under way.</param>
    internal void NoteRunning(EnhanceTask task, TimeSpan? before, TimeSpan notYet)
    {
        var unit = task.EstimatedDuration ?? TimeSpan.FromSeconds(1);
        SamplesOf(task).NoteRunning(before / unit, notYet / unit);
    }

    /// <summary>Notes how long a task took.</summary>
    /// <param name="task">The task; one that failed says nothing.</param>
    /// <param name="notYet">How long it had been under way at the last question before it was done; null when it was done at the first.</param>
    /// <param name="done">How long it had been under way when it was seen done.</param>
    /// <param name="estimate">What was said of it.</param>
    internal void Note(EnhanceTask task, TimeSpan? notYet, TimeSpan done, DurationEstimate? estimate)
    {
        SamplesOf(task).NoteEnded();

        // Asked for the first time long after that was due, it says as little.
        var before = notYet ?? (estimate is { IsInformative: true, First: var first } ? first : TimeSpan.Zero);
        if (done < before * MostBetween && task.Status == EnhanceTaskStatus.Completed)
        {
            SamplesOf(task).Add(done / (task.EstimatedDuration ?? TimeSpan.FromSeconds(1)));
        }
    }

    /// <summary>Stops reading the ledger.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop = true;
        if (_past.IsValueCreated)
        {
            await ((Task)_past.Value).WaitAsync(ShutdownTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Whole steps before the estimate, so that one question falls on it.</summary>
    private static TimeSpan FirstBefore(TimeSpan estimate, TimeSpan? p90)
    {
        if (p90 <= (estimate - Rounding) * NarrowSpread)
        {
            return Before(NarrowSteps);
        }

        // What the estimate was rounded up from lies half a second below it in the middle, as many steps as that is.
        var likely = Math.Max((estimate - (Rounding / 2)) / estimate, LeastOfEstimate);
        return Before(WideSteps + Math.Round(-Math.Log(likely) / Math.Log(1 + PollSchedule.Step)));

        TimeSpan Before(double steps) => estimate * Math.Pow(1 + PollSchedule.Step, -steps);
    }

    private DurationSamples SamplesOf(EnhanceTask task) =>
        _seen.GetOrAdd((task.Provider, task.Operation, task.EstimatedDuration is not null), static _ => new DurationSamples());

    private IReadOnlyList<LedgerRecord> ReadPast(SubmissionLedger ledger) =>
    [
        .. ledger.Peek(LedgerDepth)
            .TakeWhile(_ => !_stop)
            .Where(past => past.WasWatched && past.CompletedAt - past.SubmittedAt is { } took && took > TimeSpan.Zero),
    ];
}

/// <summary>When a task is likely to be done.</summary>
/// <param name="First">How long after its submission it is first worth asking for.</param>
/// <param name="IsInformative">Whether an answer at once says something new of how long such tasks take.</param>
internal readonly record struct DurationEstimate(TimeSpan First, bool IsInformative);
