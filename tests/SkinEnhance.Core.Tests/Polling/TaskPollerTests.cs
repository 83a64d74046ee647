using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Polling;

public class TaskPollerTests
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(10);

    private static readonly Uri Result = new("https://cdn.example/r.png");

    [Fact]
    public async Task A_task_is_polled_until_it_has_ended()
    {
        await using var fixture = new Fixture();
        fixture.Respond(EnhanceTaskStatus.Submitted, EnhanceTaskStatus.InProgress, EnhanceTaskStatus.Completed);

        var ended = await fixture.WaitAsync();

        Assert.Equal((EnhanceTaskStatus.Completed, null), (ended.Status, ended.Error));
        Assert.Equal([Result], ended.ResultUri);
        Assert.Equal(3, fixture.Provider.Queried);
        Assert.Equal(TimeSpan.FromSeconds(3), ended.Elapsed);
    }

    [Fact]
    public async Task A_failed_task_has_the_reason()
    {
        await using var fixture = new Fixture();
        fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.Failed, Message = "no face" });

        var ended = await fixture.WaitAsync();

        Assert.Equal((EnhanceTaskStatus.Failed, ErrorIds.TaskFailed), (ended.Status, ended.ErrorId));
        Assert.Contains("no face", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_completed_without_a_result_is_no_success()
    {
        await using var fixture = new Fixture();
        fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.Completed });

        Assert.Equal(ErrorIds.ResultMissing, (await fixture.WaitAsync()).ErrorId);
    }

    [Fact]
    public async Task The_shortest_interval_of_the_provider_is_kept()
    {
        await using var fixture = new Fixture(interval: 5);
        fixture.Respond([.. Enumerable.Repeat(EnhanceTaskStatus.InProgress, 4), EnhanceTaskStatus.Completed]);

        await fixture.WaitAsync();

        Assert.Equal(5, fixture.Waits.Count);
        Assert.All(fixture.Waits, wait => Assert.Equal(TimeSpan.FromSeconds(5), wait));
    }

    [Fact]
    public async Task Ailab_is_polled_every_five_seconds_at_most_and_comfy_ten_times_a_second()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, "{}"));

        Assert.Equal(TimeSpan.FromSeconds(5), fixture.AILab.MinimumPollInterval);
        Assert.Equal(TimeSpan.FromSeconds(0.1), fixture.Comfy.MinimumPollInterval);
        Assert.Equal(TimeSpan.FromSeconds(0.5), fixture.Comfy.InitialPollInterval);
    }

    [Fact]
    public void A_configured_interval_applies_to_the_first_polls_too()
    {
        using var comfy = new ComfyProvider(
            new ProviderSettings("Comfy", ComfyProvider.Descriptor.DefaultAddress, "a key", () => null) { PollInterval = TimeSpan.FromSeconds(0.2) });

        Assert.Equal(TimeSpan.FromSeconds(0.2), comfy.MinimumPollInterval);
        Assert.Equal(TimeSpan.FromSeconds(0.2), comfy.InitialPollInterval);
    }

    [Fact]
    public async Task A_long_task_is_polled_more_and_more_rarely_but_every_ten_seconds()
    {
        await using var fixture = new Fixture();
        fixture.Respond([.. Enumerable.Repeat(EnhanceTaskStatus.InProgress, 30), EnhanceTaskStatus.Completed]);

        await fixture.WaitAsync();

        Assert.Equal(TimeSpan.FromSeconds(1), fixture.Waits[0]);
        Assert.Equal(TimeSpan.FromSeconds(10), fixture.Waits[^1]);
        Assert.Equal(fixture.Waits.Order(), fixture.Waits);
    }

    [Fact]
    public async Task A_task_that_was_late_can_be_waited_for_again()
    {
        await using var fixture = new Fixture();
        var late = await fixture.WaitAsync(limit: TimeSpan.FromSeconds(60));
        fixture.Respond(EnhanceTaskStatus.Completed);

        var ended = await fixture.WaitAsync(late);

        Assert.Equal((EnhanceTaskStatus.Completed, null), (ended.Status, ended.Error));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000_000)]
    [InlineData(double.PositiveInfinity)]
    public async Task A_very_long_time_is_as_good_as_none(double days)
    {
        await using var fixture = new Fixture();
        fixture.Respond(EnhanceTaskStatus.InProgress, EnhanceTaskStatus.Completed);

        var ended = await fixture.WaitAsync(limit: double.IsInfinity(days) ? TimeSpan.MaxValue : TimeSpan.FromDays(days));

        Assert.Equal(EnhanceTaskStatus.Completed, ended.Status);
    }

    [Fact]
    public async Task A_task_that_does_not_end_in_time_is_reported_as_in_progress()
    {
        await using var fixture = new Fixture();

        var late = await fixture.WaitAsync(limit: TimeSpan.FromSeconds(60));

        Assert.Equal((EnhanceTaskStatus.InProgress, ErrorIds.OperationTimeout, "task"), (late.Status, late.ErrorId, late.TaskId));
        Assert.Contains("60 s", late.Message, StringComparison.Ordinal);
        Assert.InRange(fixture.Time.GetUtcNow() - fixture.Start, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(80));
        Assert.False(late.IsEnded);
    }

    [Fact]
    public async Task An_estimate_avoids_early_polls()
    {
        await using var fixture = new Fixture();
        fixture.Respond(EnhanceTaskStatus.Completed);

        await fixture.WaitAsync(fixture.Submitted with { EstimatedDuration = TimeSpan.FromSeconds(8) });

        Assert.InRange(Assert.Single(fixture.Waits), TimeSpan.FromSeconds(6.01), TimeSpan.FromSeconds(6.02));
    }

    [Fact]
    public async Task A_task_that_should_be_done_by_now_is_polled_at_once()
    {
        await using var fixture = new Fixture();
        fixture.Respond(EnhanceTaskStatus.InProgress, EnhanceTaskStatus.Completed);
        fixture.Time.Advance(TimeSpan.FromMinutes(1));

        await fixture.WaitAsync();

        Assert.Equal([TimeSpan.FromSeconds(10)], fixture.Waits);
    }

    [Fact]
    public async Task A_provider_is_polled_within_its_limits_however_many_tasks_wait()
    {
        await using var fixture = new Fixture(limits: [new RateLimit(4, TimeSpan.FromMinutes(10))]);
        fixture.Respond(EnhanceTaskStatus.Completed);
        var held = new SemaphoreSlim(0);
        fixture.Time.OnWait = wait =>
        {
            if (wait >= TimeSpan.FromMinutes(2) && wait <= TimeSpan.FromMinutes(20))
            {
                held.Release();
            }
        };

        var waits = Enumerable.Range(0, 8).Select(number => fixture.WaitAsync(fixture.Submitted with { TaskId = $"task {number}" }, TimeSpan.FromHours(1))).ToList();
        for (var number = 0; number < 5; number++)
        {
            Assert.True(await held.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        await fixture.PolledAsync(3);
        Assert.Equal(3, fixture.Provider.Queried);
        fixture.Time.Advance(TimeSpan.FromMinutes(4));
        await fixture.PolledAsync(1);
        Assert.Equal(4, fixture.Provider.Queried);
        fixture.Time.Advance(TimeSpan.FromMinutes(30));
        await Task.WhenAll(waits);
    }

    [Fact]
    public async Task A_poll_gets_its_send_time_when_it_has_a_slot()
    {
        await using var fixture = new Fixture(longestSkipped: 70, limits: [new RateLimit(100, TimeSpan.FromMinutes(1))]);
        var asked = new System.Collections.Concurrent.ConcurrentQueue<DateTimeOffset>();
        var held = new TaskCompletionSource<ProviderTaskState>(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Provider.OnQuery = (_, _, _) =>
        {
            asked.Enqueue(fixture.Time.GetUtcNow());
            return held.Task;
        };
        var waits = Enumerable.Range(0, 120).Select(number => fixture.WaitAsync(fixture.Submitted with { TaskId = $"task {number}" }, TimeSpan.FromHours(5))).ToList();
        await fixture.PolledAsync(8);

        // The others get no slot for a minute; with send times reserved before, they would be sent together with those of the next minute.
        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        held.SetResult(new ProviderTaskState { Status = EnhanceTaskStatus.Completed, ResultUri = [Result] });
        await Task.WhenAll(waits);

        DateTimeOffset[] times = [.. asked.Order()];
        Assert.Equal(120, times.Length);
        Assert.All(Enumerable.Range(0, 20), number => Assert.True(times[number + 100] - times[number] >= TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Observations_of_earlier_tasks_correct_the_estimate()
    {
        await using var fixture = new Fixture();
        var estimated = fixture.Submitted with { EstimatedDuration = TimeSpan.FromSeconds(8) };
        for (var number = 0; number < 6; number++)
        {
            // Done after 10 s with an estimate of 8 s.
            var start = fixture.Time.GetUtcNow();
            fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(State(id, fixture.Time.GetUtcNow() - start >= TimeSpan.FromSeconds(10)));
            await fixture.WaitAsync(estimated with { TaskId = $"task {number}", SubmittedAt = start });
        }

        var before = fixture.Waits.Count;
        var last = fixture.Time.GetUtcNow();
        fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(State(id, fixture.Time.GetUtcNow() - last >= TimeSpan.FromSeconds(10)));
        await fixture.WaitAsync(estimated with { TaskId = "the last", SubmittedAt = last });

        Assert.InRange(Assert.Single(fixture.Waits.Skip(before)), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11.1));

        static ProviderTaskState State(string id, bool done) =>
            new() { TaskId = id, Status = done ? EnhanceTaskStatus.Completed : EnhanceTaskStatus.InProgress, ResultUri = done ? [Result] : [] };
    }

    [Fact]
    public async Task Without_any_time_a_task_is_polled_once()
    {
        await using var fixture = new Fixture();

        Assert.Equal(ErrorIds.OperationTimeout, (await fixture.WaitAsync(limit: TimeSpan.Zero)).ErrorId);
        Assert.Equal(1, fixture.Provider.Queried);
    }

    [Fact]
    public async Task A_last_poll_without_a_response_does_not_delay_the_deadline()
    {
        await using var fixture = new Fixture();
        fixture.Provider.OnQuery = async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("The wait above ends by cancellation only.");
        };
        var wait = fixture.WaitAsync(limit: TimeSpan.FromSeconds(60));
        await fixture.PolledAsync(1);
        fixture.Time.Advance(TimeSpan.FromSeconds(66));

        Assert.Equal(ErrorIds.OperationTimeout, (await wait).ErrorId);
    }

    [Theory]
    [InlineData(ErrorIds.KeyMissing)]
    [InlineData(ErrorIds.KeyRejected)]
    [InlineData(ErrorIds.AccountRefused)]
    public async Task A_failure_that_cannot_pass_ends_the_wait_and_not_the_task(string id)
    {
        await using var fixture = new Fixture();
        fixture.Provider.OnQuery = (_, _, _) => throw EnhanceException.For(new EnhanceError { Id = id, Message = "no" });

        var ended = await fixture.WaitAsync();

        Assert.Equal((EnhanceTaskStatus.Submitted, id), (ended.Status, ended.ErrorId));
        Assert.Equal("/photos/face.jpg", ended.Error!.Target);
        Assert.Equal(1, fixture.Provider.Queried);
    }

    [Fact]
    public async Task An_exception_of_a_provider_is_passed_to_the_caller()
    {
        await using var fixture = new Fixture();
        fixture.Provider.OnQuery = (_, _, _) => throw new InvalidOperationException("a defect");

        Assert.Equal("a defect", (await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.WaitAsync())).Message);
    }

    [Theory]
    [InlineData(ErrorIds.ConnectionFailed)]
    [InlineData(ErrorIds.ServiceUnavailable)]
    [InlineData(ErrorIds.RateLimited)]
    [InlineData(ErrorIds.ProviderFailed)]
    [InlineData(ErrorIds.AnswerNotUnderstood)]
    public async Task A_failure_that_may_pass_does_not_end_a_paid_task(string id)
    {
        await using var fixture = new Fixture();
        fixture.Provider.OnQuery = (taskId, number, _) => number <= 20
            ? throw EnhanceException.For(new EnhanceError { Id = id, Message = "not now." })
            : Task.FromResult(new ProviderTaskState { TaskId = taskId, Status = EnhanceTaskStatus.Completed, ResultUri = [Result] });

        var ended = await fixture.WaitAsync(limit: TimeSpan.FromHours(1));

        Assert.Equal((EnhanceTaskStatus.Completed, null), (ended.Status, ended.Error));
        Assert.Equal(20, fixture.Observer.Warnings.Count);
    }

    [Fact]
    public async Task A_service_that_does_not_respond_does_not_delay_the_other()
    {
        var silent = new TaskCompletionSource<ProviderTaskState>();
        var asked = new SemaphoreSlim(0);
        var deaf = new TestProvider
        {
            Name = "Deaf",
            Operations = [TestProvider.Operation("Listen", "Deaf")],
            OnAsked = () => asked.Release(),
            OnQuery = (_, _, _) => silent.Task,
        };
        await using var fixture = new Fixture(others: deaf);
        fixture.Respond(EnhanceTaskStatus.Completed);
        var held = Enumerable.Range(0, 20).Select(_ => fixture.WaitAsync(fixture.Submitted with { Provider = "Deaf" })).ToList();
        for (var poll = 0; poll < 8; poll++)
        {
            Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        await fixture.WaitAsync();

        Assert.All(held, wait => Assert.False(wait.IsCompleted));
        silent.SetResult(new ProviderTaskState { Status = EnhanceTaskStatus.Completed, ResultUri = [Result] });
        await Task.WhenAll(held);
        Assert.Equal(20, deaf.Queried);
    }

    [Fact]
    public async Task A_task_without_a_free_slot_still_times_out()
    {
        await using var fixture = new Fixture();
        var deaf = new TaskCompletionSource<ProviderTaskState>();
        fixture.Provider.OnQuery = (id, _, _) => id == "last" ? throw new InvalidOperationException("It gets no slot.") : deaf.Task;
        var held = Enumerable.Range(0, 8).Select(_ => fixture.WaitAsync(limit: TimeSpan.FromHours(1))).ToList();
        await fixture.PolledAsync(8);
        var takenUp = new TaskCompletionSource();
        fixture.Time.OnWait = wait =>
        {
            if (wait < TimeSpan.FromMinutes(2))
            {
                takenUp.TrySetResult();
            }
        };
        var last = fixture.WaitAsync(fixture.Submitted with { TaskId = "last" }, limit: TimeSpan.FromMinutes(1));
        await takenUp.Task.SoonAsync();
        fixture.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(ErrorIds.OperationTimeout, (await last).ErrorId);
        deaf.SetResult(new ProviderTaskState { Status = EnhanceTaskStatus.Completed, ResultUri = [Result] });
        await Task.WhenAll(held);
    }

    [Fact]
    public async Task A_wait_is_cancelled_when_the_engine_is_disposed()
    {
        var fixture = new Fixture();
        var deaf = new TaskCompletionSource<ProviderTaskState>();
        fixture.Provider.OnQuery = (_, _, _) => deaf.Task;

        // More than the slots, so that some still wait for a slot when the engine is disposed.
        var waits = Enumerable.Range(0, 40).Select(_ => fixture.WaitAsync()).ToList();
        await fixture.PolledAsync(8);
        await fixture.DisposeAsync();

        foreach (var wait in waits)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        }

        deaf.SetCanceled();
    }

    [Fact]
    public async Task A_task_that_has_ended_or_has_no_id_is_not_polled()
    {
        await using var fixture = new Fixture();
        var ended = fixture.Submitted with { Status = EnhanceTaskStatus.Completed };
        var nameless = fixture.Submitted with { TaskId = null };

        Assert.Same(ended, await fixture.WaitAsync(ended));
        Assert.Same(nameless, await fixture.WaitAsync(nameless));
        Assert.Equal(0, fixture.Provider.Queried);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_at_once_even_during_a_poll()
    {
        await using var fixture = new Fixture();
        using var cancel = new CancellationTokenSource();
        var deaf = new TaskCompletionSource<ProviderTaskState>();
        fixture.Provider.OnQuery = (_, _, _) => deaf.Task;
        var wait = fixture.WaitAsync(cancellationToken: cancel.Token);
        await fixture.PolledAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        deaf.SetCanceled();
    }

    [Fact]
    public async Task Hundreds_of_tasks_are_polled_few_at_a_time()
    {
        await using var fixture = new Fixture(isParallel: true);
        var running = 0;
        var most = 0;
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Provider.OnQuery = async (id, _, _) =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            if (now == 8)
            {
                full.TrySetResult();
            }

            await full.Task;
            Interlocked.Decrement(ref running);
            return new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.Completed, ResultUri = [Result] };
        };

        var ended = await Task.WhenAll(Enumerable.Range(0, 300).Select(number => fixture.WaitAsync(fixture.Submitted with { TaskId = $"task-{number}" }))).SoonAsync();

        Assert.Equal(Enumerable.Range(0, 300).Select(number => $"task-{number}"), ended.Select(task => task.TaskId));
        Assert.Equal(300, fixture.Provider.Queried);
        Assert.Equal(8, most);
    }

    [Fact]
    public async Task After_the_engine_is_disposed_a_wait_is_refused()
    {
        var fixture = new Fixture();
        await fixture.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.WaitAsync());
    }

    [Fact]
    public async Task A_refresh_polls_once_and_creates_a_new_snapshot()
    {
        await using var fixture = new Fixture();
        fixture.Respond(EnhanceTaskStatus.InProgress, EnhanceTaskStatus.Completed);
        var first = await fixture.Client.RefreshAsync(fixture.Submitted);
        var second = await fixture.Client.RefreshAsync(first);

        Assert.Equal((EnhanceTaskStatus.Submitted, EnhanceTaskStatus.InProgress, EnhanceTaskStatus.Completed), (fixture.Submitted.Status, first.Status, second.Status));
        Assert.Equal(2, fixture.Provider.Queried);
        Assert.Same(fixture.Nameless, await fixture.Client.RefreshAsync(fixture.Nameless));
    }

    [Fact]
    public async Task Before_their_estimate_a_few_of_many_tasks_are_polled_and_at_the_estimate_all()
    {
        const int Tasks = 30;
        await using var fixture = new Fixture(interval: 0.1);
        var early = 0;

        // No time passes before all are waited for.
        using var allWait = new ManualResetEventSlim();
        fixture.Time.OnSkip = _ => allWait.Wait();
        fixture.Provider.OnQuery = (id, _, _) =>
        {
            var isDone = fixture.Time.GetUtcNow() - fixture.Start >= TimeSpan.FromSeconds(8);
            Interlocked.Add(ref early, isDone ? 0 : 1);
            return Task.FromResult(new ProviderTaskState
            {
                TaskId = id,
                Status = isDone ? EnhanceTaskStatus.Completed : EnhanceTaskStatus.InProgress,
                ResultUri = isDone ? [Result] : [],
            });
        };

        var waits = Enumerable.Range(0, Tasks)
            .Select(number => fixture.WaitAsync(fixture.Submitted with { TaskId = $"task {number}", EstimatedDuration = TimeSpan.FromSeconds(8) }))
            .ToList();
        allWait.Set();
        var ended = await Task.WhenAll(waits);

        Assert.All(ended, task => Assert.Equal(EnhanceTaskStatus.Completed, task.Status));
        Assert.InRange(fixture.Time.GetUtcNow() - fixture.Start, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(8.9));

        // There are three steps before it. Eight tasks are enough; how many more are polled by then depends on the threads.
        Assert.True(early < 3 * Tasks, $"{early} polls came too early.");
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }

    private sealed class Fixture : IAsyncDisposable
    {
        private readonly SemaphoreSlim _asked = new(0);

        internal Fixture(double interval = 1, double longestSkipped = 59, RateLimit[]? limits = null, bool isParallel = false, params TestProvider[] others)
        {
            // Waits between polls are shorter and are skipped; deadlines are longer and are not.
            Time = new SkippingTime(TimeSpan.FromSeconds(longestSkipped)) { IsParallel = isParallel };
            Start = Time.GetUtcNow();
            Provider = new TestProvider { MinimumPollInterval = TimeSpan.FromSeconds(interval), QueryLimits = limits ?? [], OnAsked = () => _asked.Release() };
            Client = new EnhanceClient([Provider, .. others], ProviderFixture.Options, Time);
            Submitted = new EnhanceTask
            {
                TaskId = "task",
                Provider = "Test",
                Operation = "Retouch",
                StatusRoute = "test-route",
                Status = EnhanceTaskStatus.Submitted,
                Source = "/photos/face.jpg",
                SubmittedAt = Start,
            };
            Nameless = Submitted with { TaskId = null };
        }

        internal SkippingTime Time { get; }

        internal DateTimeOffset Start { get; }

        internal TestProvider Provider { get; }

        internal EnhanceClient Client { get; }

        internal RecordingObserver Observer { get; } = new();

        internal EnhanceTask Submitted { get; }

        internal EnhanceTask Nameless { get; }

        internal IReadOnlyList<TimeSpan> Waits => Time.Skipped;

        /// <summary>Sets the responses to the next polls.</summary>
        internal void Respond(params EnhanceTaskStatus[] statuses)
        {
            var asked = 0;
            Provider.OnQuery = (id, _, _) =>
            {
                var status = statuses[Math.Min(Interlocked.Increment(ref asked), statuses.Length) - 1];
                return Task.FromResult(new ProviderTaskState { TaskId = id, Status = status, ResultUri = status == EnhanceTaskStatus.Completed ? [Result] : [] });
            };
        }

        internal Task<EnhanceTask> WaitAsync(EnhanceTask? task = null, TimeSpan? limit = null, CancellationToken cancellationToken = default) =>
            Client.WaitAsync(task ?? Submitted, limit ?? Minutes, Observer, cancellationToken).SoonAsync();

        internal async Task PolledAsync(int times)
        {
            for (var time = 0; time < times; time++)
            {
                Assert.True(await _asked.WaitAsync(TimeSpan.FromSeconds(60)));
            }
        }

        public ValueTask DisposeAsync() => Client.DisposeAsync();
    }
}
