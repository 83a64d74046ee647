using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Polling;

/// <summary>Waits between polls when timers and providers behave as the real ones do.</summary>
public class PollTimerTests
{
    private static readonly EnhanceTask Submitted = new()
    {
        TaskId = "task",
        Provider = "Test",
        Operation = "Retouch",
        StatusRoute = "test-route",
        Status = EnhanceTaskStatus.Submitted,
    };

    [Theory]
    [InlineData(-1)]
    [InlineData(300)]
    [InlineData(28 * 24 * 3600)]
    public async Task A_timer_that_ends_early_ends_no_wait_for_a_retry_after(int seconds)
    {
        var provider = new TestProvider
        {
            OnQuery = (id, number, _) => Task.FromResult(new ProviderTaskState
            {
                TaskId = id,
                Status = number < 20 ? EnhanceTaskStatus.InProgress : EnhanceTaskStatus.Completed,
                ResultUri = [new Uri("https://example.org/r.png")],
                RetryAfter = TimeSpan.FromSeconds(2),
            }),
        };
        await using var client = new EnhanceClient([provider], time: new EarlyTime());

        var task = await client.WaitAsync(Submitted, seconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds)).SoonAsync();

        Assert.Equal((EnhanceTaskStatus.Completed, null), (task.Status, task.ErrorId));
    }

    [Fact]
    public async Task Cancellation_does_not_run_the_code_after_a_wait_on_the_thread_that_cancels()
    {
        var polled = new SemaphoreSlim(0);
        var deaf = new TaskCompletionSource<ProviderTaskState>();
        var provider = new TestProvider
        {
            OnQuery = (_, _, _) =>
            {
                polled.Release();
                return deaf.Task;
            },
        };
        await using var client = new EnhanceClient([provider], time: new SkippingTime());
        using var cancel = new CancellationTokenSource();
        var canceller = 0;
        var wait = client.WaitAsync(Submitted, Timeout.InfiniteTimeSpan, cancellationToken: cancel.Token)
            .ContinueWith(_ => Environment.CurrentManagedThreadId == canceller, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await polled.WaitAsync();

        canceller = Environment.CurrentManagedThreadId;
        cancel.Cancel();
        var isInline = wait.IsCompleted && await wait;

        Assert.False(isInline);
        await wait.SoonAsync();
    }

    /// <summary>A clock whose timers end a millisecond early, as those of an operating system may, and at once.</summary>
    private sealed class EarlyTime : TimeProvider
    {
        private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(1);
        private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime >= TimeSpan.Zero && dueTime <= Longest)
            {
                ThreadPool.QueueUserWorkItem(_ =>
                {
                    Interlocked.Add(ref _ticks, (dueTime > Early ? dueTime - Early : dueTime).Ticks);
                    callback(state);
                });
            }

            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
