using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace SkinEnhance.Testing;

/// <summary>
/// A clock that skips every wait up to a limit and advances by it; a longer wait ends only with
/// <see cref="FakeTimeProvider.Advance"/>.
/// </summary>
/// <param name="longestSkipped">The longest wait that is skipped.</param>
public sealed class SkippingTime(TimeSpan longestSkipped) : FakeTimeProvider(Beginning)
{
    private static readonly DateTimeOffset Beginning = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentQueue<TimeSpan> _skipped = new();

    /// <summary>Skips all waits between attempts, and none of the time-outs of an hour and more that tests set.</summary>
    public SkippingTime()
        : this(TimeSpan.FromSeconds(200))
    {
    }

    /// <summary>The waits that were skipped, in order.</summary>
    public IReadOnlyList<TimeSpan> Skipped => [.. _skipped];

    /// <summary>Called before each skipped wait ends.</summary>
    public Action<TimeSpan>? OnSkip { get; set; }

    /// <summary>Called for each wait that is not skipped.</summary>
    public Action<TimeSpan>? OnWait { get; set; }

    /// <summary>How far the wall clock is set ahead, or back. Timestamps and waits are not affected.</summary>
    public TimeSpan ClockOffset { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ClockOffset;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Whether parallel waits take the time of the longest, in place of the sum. Default false.</summary>
    public bool IsParallel { get; init; }

    private DateTimeOffset EndOf(TimeSpan wait) => base.GetUtcNow() + wait;

    private ITimer CreateLongTimer(Action fire) => base.CreateTimer(_ => fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private void Skip(TimeSpan wait, DateTimeOffset end)
    {
        _skipped.Enqueue(wait);
        OnSkip?.Invoke(wait);
        if (!IsParallel)
        {
            Advance(wait);
            return;
        }

        lock (_skipped)
        {
            if (end - base.GetUtcNow() is var left && left > TimeSpan.Zero)
            {
                Advance(left);
            }
        }
    }

    private sealed class Timer : ITimer
    {
        private readonly SkippingTime _owner;
        private readonly Action _fire;
        private readonly ITimer _long;
        private int _version;

        internal Timer(SkippingTime owner, Action fire)
        {
            (_owner, _fire) = (owner, fire);
            _long = owner.CreateLongTimer(fire);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = Interlocked.Increment(ref _version);
            if (dueTime > _owner.LongestSkipped)
            {
                var changed = _long.Change(dueTime, Timeout.InfiniteTimeSpan);
                _owner.OnWait?.Invoke(dueTime);
                return changed;
            }

            _long.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            var end = _owner.EndOf(dueTime);
            ThreadPool.QueueUserWorkItem(_ =>
            {
                if (Volatile.Read(ref _version) == version)
                {
                    _owner.Skip(dueTime, end);
                    if (Interlocked.CompareExchange(ref _version, version + 1, version) == version)
                    {
                        _fire();
                    }
                }
            });
            return true;
        }

        public void Dispose()
        {
            Interlocked.Increment(ref _version);
            _long.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private TimeSpan LongestSkipped => longestSkipped;
}
