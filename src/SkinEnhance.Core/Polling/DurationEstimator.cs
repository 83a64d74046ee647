using System.Collections.Concurrent;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Polling;

/// <summary>Estimates how long tasks of an operation take: from the provider's estimate, corrected by observed durations, or else from past tasks.</summary>
internal sealed class DurationEstimator : IAsyncDisposable
{
    // When the provider's P90 is close to its estimate, the first poll comes one step before the estimate, otherwise two steps. Not more:
    // a hundred concurrent tasks share the provider's query limit.
    private const double NarrowSpread = 1.1;
    private const int NarrowSteps = 1;
    private const int WideSteps = 2;

    // Estimates are whole seconds, a large rounding error for a short task: an equal estimate and P90 do not prove a narrow spread.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);
    private const double LeastOfEstimate = 0.5;

    // A poll long after the one before it does not show when the task was done.
    private const double MostBetween = 1.5;

    // A hanging file system must not block the end.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    private const int LedgerDepth = 200;

    private readonly ConcurrentDictionary<(string Provider, string Operation, bool IsEstimated), DurationSamples> _seen = new();
    private volatile bool _stop;
    private readonly SubmissionLedger? _ledger;
    private readonly Lazy<Task<IReadOnlyList<LedgerRecord>>> _past;

    /// <param name="ledger">The source of past tasks; null for none.</param>
    internal DurationEstimator(SubmissionLedger? ledger)
    {
        _ledger = ledger;
        _past = new(() => Task.Run(() => ReadPast(ledger!)));
    }

    /// <summary>Completes when the ledger has been read.</summary>
    internal Task PastRead => _ledger is null ? Task.CompletedTask : _past.Value;

    /// <summary>Estimates when a task may be done.</summary>
    /// <param name="task">The task.</param>
    /// <param name="endpoint">The identity of the endpoint; durations of an emulator do not apply to the service.</param>
    /// <returns>The estimate; null when there is no data.</returns>
    internal DurationEstimate? Of(EnhanceTask task, string endpoint)
    {
        var samples = SamplesOf(task);
        if (task.EstimatedDuration is { } estimate)
        {
            return samples.Estimate() is { } ratio
                ? new DurationEstimate(estimate * ratio.First, ratio.IsInformative)
                : new DurationEstimate(FirstBefore(estimate, task.EstimatedDurationP90), IsInformative: true);
        }

        // The ledger is read in the background; until then there are no past tasks.
        if (_ledger is not null && _past.Value is { IsCompletedSuccessfully: true, Result: var past })
        {
            samples.Seed(() => past.Where(other => other.Operation == task.Operation && other.EndpointIdentity == endpoint).Select(other => (other.CompletedAt - other.SubmittedAt)!.Value.TotalSeconds));
        }

        return samples.Estimate() is { } seconds ? new DurationEstimate(TimeSpan.FromSeconds(seconds.First), seconds.IsInformative) : null;
    }

    /// <summary>Whether a poll can be skipped: the provider's estimate is later, and peers of the task are still running. Once the estimate
    /// has passed, the task is polled regardless of its peers.</summary>
    /// <param name="task">The task.</param>
    /// <param name="elapsed">How long it has been running.</param>
    internal bool ArePeersRunning(EnhanceTask task, TimeSpan elapsed) =>
        task.EstimatedDuration is { } estimate && elapsed < estimate && SamplesOf(task).ArePeersRunning(elapsed / estimate);

    /// <summary>Records that a task was still running.</summary>
    /// <param name="task">The task.</param>
    /// <param name="before">The elapsed time at the previous such record; null for none.</param>
    /// <param name="notYet">The elapsed time.</param>
    internal void NoteRunning(EnhanceTask task, TimeSpan? before, TimeSpan notYet)
    {
        var unit = task.EstimatedDuration ?? TimeSpan.FromSeconds(1);
        SamplesOf(task).NoteRunning(before / unit, notYet / unit);
    }

    /// <summary>Records how long a task took.</summary>
    /// <param name="task">The task; a failed one is ignored.</param>
    /// <param name="notYet">The elapsed time at the last poll before it was done; null when it was done at the first.</param>
    /// <param name="done">The elapsed time when it was found done.</param>
    /// <param name="estimate">The estimate for it.</param>
    internal void Note(EnhanceTask task, TimeSpan? notYet, TimeSpan done, DurationEstimate? estimate)
    {
        SamplesOf(task).NoteEnded();

        // A first poll long after its due time does not show when the task was done either.
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

    /// <summary>The time of the first poll, a whole number of steps before the estimate, so that one poll coincides with it.</summary>
    private static TimeSpan FirstBefore(TimeSpan estimate, TimeSpan? p90)
    {
        if (p90 <= (estimate - Rounding) * NarrowSpread)
        {
            return Before(NarrowSteps);
        }

        // The estimate is rounded up, so the actual duration is half a second less on average; expressed in steps.
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
/// <param name="First">The time of the first poll, from the submission.</param>
/// <param name="IsInformative">Whether a task that is done at its first poll adds information about durations.</param>
internal readonly record struct DurationEstimate(TimeSpan First, bool IsInformative);
