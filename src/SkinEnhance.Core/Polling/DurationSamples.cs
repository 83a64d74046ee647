namespace SkinEnhance.Core.Polling;

/// <summary>The last durations of one kind of task, in seconds or as parts of their estimates, and what they say of the next one.</summary>
internal sealed class DurationSamples
{
    private const int Most = 32;
    private const int Fewest = 4;

    // As long as all are this close together, one question at the end of the range is enough.
    private const double Narrow = 1.12;

    // Every so many tasks one is asked for earlier, or tasks that have become shorter would never be seen to be. By one step, so that
    // the question after it falls where the first one would have.
    private const int ProbeEvery = 16;
    private const double ProbeShare = 1 / (1 + PollSchedule.Step);

    // A task is done some time before it is seen to be.
    private const double SeenLate = 0.85;

    // As long as none has been seen done, as many as this speak for all.
    private const int Peers = 8;

    // What was asked for at the same step was not asked for at the same moment.
    private const double SameStep = 1 + (PollSchedule.Step / 4);

    private readonly object _gate = new();
    private readonly List<double> _running = new(Peers + 1);
    private readonly Queue<double> _samples = new();
    private bool _isSeeded;
    private bool _hasEnded;
    private int _estimates;

    /// <summary>Adds one.</summary>
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

    /// <summary>Notes that one is still under way.</summary>
    /// <param name="before">What was noted of the same one before.</param>
    /// <param name="at">How long it has been so.</param>
    internal void NoteRunning(double? before, double at)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            if (before is { } told)
            {
                _running.Remove(told);
            }

            _running.Add(at);
            _running.Sort();
            if (_running.Count > Peers)
            {
                _running.RemoveAt(0);
            }
        }
    }

    /// <summary>Notes that one has ended, whatever came of it: from now on each is asked for itself.</summary>
    internal void NoteEnded()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _running.Clear();
        }
    }

    /// <summary>Whether others are known to be under way for so long, and none has ended.</summary>
    internal bool ArePeersRunning(double at)
    {
        lock (_gate)
        {
            return _running.Count == Peers && at <= _running[0] * SameStep;
        }
    }

    /// <summary>Adds what was known before, once.</summary>
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

    /// <summary>Says when the next one is first worth asking for.</summary>
    /// <returns>The duration, and whether a task that is done by then says something new; null with too few samples.</returns>
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
