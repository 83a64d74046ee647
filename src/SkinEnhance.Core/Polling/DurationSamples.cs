namespace SkinEnhance.Core.Polling;

/// <summary>The last durations of one kind of task, in seconds or as fractions of their estimates, and the estimate from them.</summary>
internal sealed class DurationSamples
{
    private const int Most = 32;
    private const int Fewest = 4;

    // While all samples are this close together, one poll at the end of the range is enough.
    private const double Narrow = 1.12;

    // Every 16th task is polled one step earlier; otherwise shorter durations would never be observed. By one step, so that the next poll
    // coincides with the regular first one.
    private const int ProbeEvery = 16;
    private const double ProbeShare = 1 / (1 + PollSchedule.Step);

    // A task is done some time before a poll finds it done.
    private const double SeenLate = 0.85;

    // Until one task is found done, this many running peers are enough to skip a poll.
    private const int Peers = 8;

    // Polls at the same step are not at the same moment.
    private const double SameStep = 1 + (PollSchedule.Step / 4);

    private readonly object _gate = new();
    private readonly List<double> _running = new(Peers + 1);
    private readonly Queue<double> _samples = new();
    private bool _isSeeded;
    private bool _hasEnded;
    private int _estimates;

    /// <summary>Adds a duration.</summary>
    internal void Add(double duration)
    {
        lock (_gate)
        {
            _samples.Enqueue(duration);
            if (_samples.Count > Most)
            {
                _samples.Dequeue();
            }
        }
    }

    /// <summary>Records that a task is still running.</summary>
    /// <param name="before">The elapsed time at its previous record; null for none.</param>
    /// <param name="at">The elapsed time.</param>
    internal void NoteRunning(double? before, double at)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            if (before is { } earlier)
            {
                _running.Remove(earlier);
            }

            _running.Add(at);
            _running.Sort();
            if (_running.Count > Peers)
            {
                _running.RemoveAt(0);
            }
        }
    }

    /// <summary>Records that a task has ended, with any outcome: from now on no poll is skipped.</summary>
    internal void NoteEnded()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _running.Clear();
        }
    }

    /// <summary>Whether peers have been running for so long, and none has ended.</summary>
    internal bool ArePeersRunning(double at)
    {
        lock (_gate)
        {
            return _running.Count == Peers && at <= _running[0] * SameStep;
        }
    }

    /// <summary>Adds past durations, once.</summary>
    internal void Seed(Func<IEnumerable<double>> durations)
    {
        lock (_gate)
        {
            if (_isSeeded)
            {
                return;
            }

            _isSeeded = true;
            var newer = _samples.ToArray();
            _samples.Clear();
            foreach (var duration in durations().Take(Most).Reverse().Concat(newer).TakeLast(Most))
            {
                _samples.Enqueue(duration);
            }
        }
    }

    /// <summary>Estimates when to poll the next task first.</summary>
    /// <returns>The duration, and whether a task that is done by then adds information; null with too few samples.</returns>
    internal (double First, bool IsInformative)? Estimate()
    {
        lock (_gate)
        {
            if (_samples.Count < Fewest)
            {
                return null;
            }

            double[] sorted = [.. _samples.Order()];
            var early = sorted[(int)(0.1 * (sorted.Length - 1))];
            var late = sorted[(int)Math.Ceiling(0.9 * (sorted.Length - 1))];
            if (late > Narrow * early)
            {
                return (early * SeenLate, true);
            }

            var isProbe = ++_estimates % ProbeEvery == 0;
            return (isProbe ? late * ProbeShare : late, isProbe);
        }
    }
}
