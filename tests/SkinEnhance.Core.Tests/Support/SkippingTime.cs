using System.Collections.Concurrent;

namespace SkinEnhance.Core.Tests.Support;

/// <summary>
/// A clock on which every wait up to a bound is over at once, the clock having moved on by it, and a longer one never ends by itself.
/// </summary>
/// <param name="longestSkipped">The longest wait that is skipped.</param>
internal sealed class SkippingTime(TimeSpan longestSkipped) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly object _gate = new();
    private readonly List<Timer> _waiting = [];
    private readonly ConcurrentQueue<TimeSpan> _skipped = new();
    private TimeSpan _gone;

    /// <summary>Long enough for all waits between attempts, shorter than the time-outs that a <see cref="ProviderRig"/> sets.</summary>
    internal SkippingTime()
        : this(TimeSpan.FromSeconds(200))
    {
    }

    /// <summary>The waits that were skipped, in order.</summary>
    internal IReadOnlyList<TimeSpan> Skipped => [.. _skipped];

    /// <summary>Is called before each skipped wait ends.</summary>
    internal Action<TimeSpan>? OnSkip { get; set; }

    /// <summary>Is called for each wait that is not skipped.</summary>
    internal Action<TimeSpan>? OnWait { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return Start + _gone;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _gone.Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass, and ends the waits that are over then.</summary>
    internal void Advance(TimeSpan by)
    {
        List<Timer> due;
        lock (_gate)
        {
            _gone += by;
            due = [.. _waiting.Where(timer => timer.DueAt <= _gone)];
            due.ForEach(timer => _waiting.Remove(timer));
        }

        due.ForEach(timer => timer.Fire());
    }

    private void Skip(Timer timer, TimeSpan wait)
    {
        ThreadPool.QueueUserWorkItem(_ =>
        {
            if (!timer.IsActive)
            {
                return;
            }

            _skipped.Enqueue(wait);
            OnSkip?.Invoke(wait);
            Advance(wait);
            timer.Fire();
        });
    }

    private sealed class Timer(SkippingTime owner, Action fire) : ITimer
    {
        private volatile bool _active;

        internal TimeSpan DueAt { get; private set; }

        internal bool IsActive => _active;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isSkipped = dueTime <= owner.LongestSkipped;
            lock (owner._gate)
            {
                owner._waiting.Remove(this);
                _active = dueTime != Timeout.InfiniteTimeSpan;
                if (_active && !isSkipped)
                {
                    DueAt = owner._gone + dueTime;
                    owner._waiting.Add(this);
                }
            }

            if (_active && isSkipped)
            {
                owner.Skip(this, dueTime);
            }
            else if (!isSkipped)
            {
                owner.OnWait?.Invoke(dueTime);
            }

            return true;
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                _active = false;
                owner._waiting.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire()
        {
            if (_active)
            {
                _active = false;
                fire();
            }
        }
    }

    private TimeSpan LongestSkipped => longestSkipped;
}
