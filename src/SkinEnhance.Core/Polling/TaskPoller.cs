using System.Collections.Concurrent;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Polling;

/// <summary>Polls all tasks that are waited for, from one loop, a bounded number of each provider at a time.</summary>
internal sealed class TaskPoller(OperationCatalog catalog, DurationEstimator estimator, ResilienceOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int Concurrency = 8;

    // A task of unknown length that is older than this is polled without a wait.
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(10);

    // A last poll at the deadline may take this long.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // No timer counts further; no task and no poll takes so long.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    // A task that was accepted longer ago than this is known to every host of the service, if at all; a single odd response can still pass.
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);
    private static readonly TimeSpan LaterPatience = TimeSpan.FromSeconds(30);

    // After a longer Retry-After, a service is polled after this time.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);

    private readonly PriorityQueue<Waiter, TimeSpan> _due = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _slots = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, RateLimiter> _rates = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _stop = new();

    // Every time here counts from this one, by a clock that cannot be set.
    private readonly long _began = time.GetTimestamp();
    private readonly ConcurrentDictionary<string, bool> _unknownStatuses = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = NewSignal();
    private Task? _loop;

    private TimeSpan Now => time.GetElapsedTime(_began);

    /// <summary>Waits until a task has ended.</summary>
    /// <returns>The task at its end; or as it stands with <see cref="ErrorIds.OperationTimeout"/>, or with the error that makes further polls useless.</returns>
    internal async Task<EnhanceTask> WaitAsync(EnhanceTask task, TimeSpan timeout, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        if (task.IsEnded || task.TaskId is null)
        {
            return task;
        }

        var provider = catalog.Provider(task.Provider);
        var limit = timeout == Timeout.InfiniteTimeSpan || timeout > Longest ? (TimeSpan?)null : timeout;
        var waiter = new Waiter(task, provider, Now, AgeOf(task), limit, observer, cancellationToken);
        using var cancellation = cancellationToken.Register(() => waiter.Source.TrySetCanceled(cancellationToken));
        using var stop = _stop.Token.Register(() => waiter.Source.TrySetCanceled(CancellationToken.None));
        Enqueue(waiter);
        return await waiter.Source.Task.ConfigureAwait(false);
    }

    /// <summary>Stops all polls; waits that go on are cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_loop is { } loop)
        {
            await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await estimator.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Polls once, when a slot of the provider is free.</summary>
    internal Task<ProviderTaskState> QueryAsync(
        IEnhanceProvider provider, string statusRoute, string taskId, IEnhanceObserver observer, CancellationToken cancellationToken) =>
        InSlotAsync(provider, () => SendAsync(provider, statusRoute, taskId, observer, cancellationToken), cancellationToken);

    private async Task<T> InSlotAsync<T>(IEnhanceProvider provider, Func<Task<T>> poll, CancellationToken cancellationToken)
    {
        // A service that does not respond delays its own tasks alone.
        var slots = _slots.GetOrAdd(provider.Name, static _ => new SemaphoreSlim(Concurrency));
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await poll().ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<ProviderTaskState> SendAsync(
        IEnhanceProvider provider, string statusRoute, string taskId, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        // The rate is the last wait before a poll is sent: after a further wait, polls would be sent together.
        var rate = _rates.GetOrAdd(provider.Name, static (_, limits) => new RateLimiter(limits), provider.QueryLimits);
        var now = DateTimeOffset.UnixEpoch + Now;
        if (rate.Reserve(now) is var free && free > now)
        {
            await Task.Delay(free - now, time, cancellationToken).ConfigureAwait(false);
        }

        var state = await provider.QueryAsync(statusRoute, taskId, observer, cancellationToken).ConfigureAwait(false);
        if (state.UnknownStatus is { } word && _unknownStatuses.TryAdd($"{provider.Name} {taskId}", true))
        {
            observer.OnWarning($"{provider.Name} reports the unknown status '{word}' of task {taskId}, which counts as running.");
        }

        return state;
    }

    private void Enqueue(Waiter waiter)
    {
        var now = Now;
        waiter.Estimate ??= estimator.Of(waiter.Task, waiter.Provider.EndpointIdentity);
        var elapsed = waiter.ElapsedAt(now);

        // A task that should be done by now is polled at once.
        var provider = waiter.Provider;
        var isOverdue = !waiter.IsPolled && elapsed > (waiter.Estimate?.First ?? Overdue) && elapsed > provider.MinimumPollInterval;
        var due = isOverdue ? now : now + PollSchedule.Next(provider.MinimumPollInterval, provider.InitialPollInterval, elapsed, waiter.Estimate?.First);
        due = due < waiter.NotBefore ? waiter.NotBefore : due;
        lock (_due)
        {
            _stop.Token.ThrowIfCancellationRequested();
            _due.Enqueue(waiter, waiter.Deadline < due ? waiter.Deadline.Value : due);
            _loop ??= Task.Run(LoopAsync);
            _changed.TrySetResult();
        }
    }

    private async Task LoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (TakeDue(out var next, out var changed) is not { } waiter)
            {
                await SleepAsync(next, changed).ConfigureAwait(false);
            }
            else if (!waiter.Source.Task.IsCompleted)
            {
                _ = Task.Run(() => PollAsync(waiter));
            }
        }
    }

    /// <summary>Takes a waiter that is due; when none is, says when the next will be, and what ends when another one comes before.</summary>
    private Waiter? TakeDue(out TimeSpan? next, out Task changed)
    {
        lock (_due)
        {
            next = null;
            changed = Task.CompletedTask;
            if (_due.TryPeek(out var waiter, out var due))
            {
                if (due <= Now)
                {
                    return _due.Dequeue();
                }

                next = due;
            }

            // Made anew where the queue is seen, under the same lock, so that no change is missed between the check and the sleep.
            _changed = NewSignal();
            changed = _changed.Task;
            return null;
        }
    }

    private async Task SleepAsync(TimeSpan? until, Task changed)
    {
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);

        // A delay counts whole milliseconds and drops the rest; without rounding up the loop would spin through it.
        var wait = until is { } due ? TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling((due - Now).TotalMilliseconds))) : Timeout.InfiniteTimeSpan;
        var delay = Task.Delay(wait, time, awake.Token);
        await Task.WhenAny(changed, delay).ConfigureAwait(false);
        await awake.CancelAsync().ConfigureAwait(false);
    }

    private async Task PollAsync(Waiter waiter)
    {
        try
        {
            await PollOnceAsync(waiter).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            waiter.Source.TrySetCanceled(waiter.CancellationToken);
        }
        catch (Exception failure)
        {
            // The wait ends with it; this task is not awaited.
            waiter.Source.TrySetException(failure);
        }
    }

    private async Task PollOnceAsync(Waiter waiter)
    {
        // At the deadline, a poll before the service's Retry-After is left out.
        if (Now < waiter.NotBefore)
        {
            waiter.Source.TrySetResult(TimedOut(waiter));
            return;
        }

        // Past the deadline the grace begins with the poll itself, so that one is sent however long the poller was busy.
        var isLast = waiter.Deadline <= Now;
        using var deadline = new CancellationTokenSource(isLast ? Timeout.InfiniteTimeSpan : UntilDeadline(waiter), time);
        using var token = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, waiter.CancellationToken, _stop.Token);
        try
        {
            if (!await InSlotAsync(waiter.Provider, PollInSlotAsync, token.Token).ConfigureAwait(false))
            {
                waiter.IsPolled = true;
                Enqueue(waiter);
                return;
            }
        }
        catch (EnhanceException failure) when (!IsFinal(failure.Error))
        {
            // The task is paid and goes on; a poll that fails does not end it.
            NoteFailure(waiter, failure.Error);
        }
        catch (EnhanceException failure)
        {
            waiter.Source.TrySetResult(EndedBy(failure.Error, waiter));
            return;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !waiter.CancellationToken.IsCancellationRequested)
        {
            waiter.Observer.OnVerbose($"The last poll of task {waiter.Task.TaskId} received no response before the time-out.");
        }

        var now = Now;
        if (waiter.Task.IsEnded)
        {
            estimator.Note(waiter.Task, waiter.NotYet, waiter.ElapsedAt(now), waiter.Estimate);
            waiter.Source.TrySetResult(waiter.Task);
        }
        else if (waiter is { Refusal: { } refusal, RefusedSince: { } since } && now - since >= PatienceFor(waiter))
        {
            waiter.Source.TrySetResult(EndedBy(refusal, waiter));
        }
        else if (waiter.Deadline <= now)
        {
            waiter.Source.TrySetResult(TimedOut(waiter));
        }
        else
        {
            waiter.IsPolled = true;
            Enqueue(waiter);
        }

        Task<bool> PollInSlotAsync()
        {
            var poll = PollUnlessPeersRunAsync(waiter, token.Token);
            if (isLast)
            {
                deadline.CancelAfter(Grace);
            }

            return poll;
        }
    }

    /// <summary>Polls once, unless polls of others in the same step are enough.</summary>
    /// <returns>Whether it polled.</returns>
    private async Task<bool> PollUnlessPeersRunAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        var now = Now;
        var notYet = waiter.ElapsedAt(now);
        if (estimator.ArePeersRunning(waiter.Task, notYet) && !(waiter.Deadline <= now))
        {
            // Without a poll, the time at which the task was done is not known.
            waiter.Estimate = waiter.Estimate is { } estimate ? estimate with { IsInformative = false } : null;
            return false;
        }

        var state = await SendAsync(waiter.Provider, waiter.Task.StatusRoute, waiter.Task.TaskId!, waiter.Observer, cancellationToken).ConfigureAwait(false);
        waiter.Task = TaskUpdate.Apply(waiter.Task, state, time.GetUtcNow());
        waiter.NotBefore = Now + Bounded(state.RetryAfter);
        if (TaskUpdate.IsWithoutResult(state))
        {
            waiter.NoteRefusal(Missing(waiter.Task), Now);
            return true;
        }

        waiter.EndRefusals();
        if (!waiter.Task.IsEnded)
        {
            estimator.NoteRunning(waiter.Task, waiter.NotYet, notYet);
            waiter.NotYet = notYet;
        }

        return true;
    }

    private TimeSpan UntilDeadline(Waiter waiter) => (waiter.Deadline - Now) switch
    {
        null => Timeout.InfiniteTimeSpan,
        { } left when left > TimeSpan.Zero => left + Grace,
        _ => Grace,
    };

    /// <summary>Whether a failure is about this computer or the account, or the service's own word that the result is gone.</summary>
    private static bool IsFinal(EnhanceError error) =>
        error.Id == ErrorIds.ResultExpired || !(IsOutage(error) || error.Id == ErrorIds.RedirectRefused
            || error.Kind is EnhanceErrorKind.Rejected or EnhanceErrorKind.NotFound or EnhanceErrorKind.ContentPolicy or EnhanceErrorKind.InsufficientCredits);

    /// <summary>Whether a failure says nothing of the task, so that it is polled until the time is up.</summary>
    private static bool IsOutage(EnhanceError error) =>
        !error.StopsBatch && error.Kind is EnhanceErrorKind.Unavailable or EnhanceErrorKind.RateLimited or EnhanceErrorKind.ProviderError;

    private void NoteFailure(Waiter waiter, EnhanceError error)
    {
        // RetryAt is a time of the same clock, read a moment ago.
        var silence = Bounded(error.RetryAt - time.GetUtcNow());
        waiter.NotBefore = Now + silence;
        var when = silence > TimeSpan.Zero ? FormattableString.Invariant($" in {silence.TotalSeconds:0} s") : string.Empty;
        var message = $"{error.Message} The task is polled again{when}.";
        if (IsOutage(error))
        {
            waiter.EndRefusals();
            waiter.Failure = error;
            waiter.Observer.OnWarning(message);
        }
        else if (waiter.NoteRefusal(error, Now))
        {
            waiter.Observer.OnWarning(message);
        }
        else
        {
            waiter.Observer.OnVerbose(message);
        }
    }

    private TimeSpan PatienceFor(Waiter waiter) =>
        waiter.Age > Lately && LaterPatience < options.PollPatience ? LaterPatience : options.PollPatience;

    // The service no longer keeps an old task that it does not know.
    private EnhanceTask EndedBy(EnhanceError error, Waiter waiter) => waiter.Task with
    {
        Status = error.Id == ErrorIds.ResultExpired || (error.Id == ErrorIds.TaskNotFound && waiter.ElapsedAt(Now) > waiter.Provider.ResultLifetime)
            ? EnhanceTaskStatus.Expired
            : waiter.Task.Status,
        Error = error with { Target = waiter.Task.Source ?? error.Target },
    };

    private static TimeSpan Bounded(TimeSpan? wait) => wait switch
    {
        null => TimeSpan.Zero,
        { } named when named > LongestSilence => LongestSilence,
        { } named => named,
    };

    /// <summary>How long ago a task was submitted by the records, which another host may have dated.</summary>
    private TimeSpan AgeOf(EnhanceTask task)
    {
        var age = time.GetUtcNow() - task.SubmittedAt;
        return age > TimeSpan.Zero ? age.Value : TimeSpan.Zero;
    }

    private static EnhanceError Missing(EnhanceTask task) => new()
    {
        Id = ErrorIds.ResultMissing,
        Target = task.Source ?? task.TaskId,
        Provider = task.Provider,
        RequestId = task.RequestId,
        Message = $"{task.Provider} ended task {task.TaskId} for '{task.Source ?? task.TaskId}' as completed, without an http or https address of a result.",
    };

    private static EnhanceTask TimedOut(Waiter waiter)
    {
        var task = waiter.Task;
        var seconds = waiter.Limit!.Value.TotalSeconds;
        var last = waiter.Failure is { } failure ? $" The last poll: {failure.Message}" : string.Empty;
        return task with
        {
            Error = new EnhanceError
            {
                Id = ErrorIds.OperationTimeout,
                Target = task.Source ?? task.TaskId,
                Provider = task.Provider,
                RequestId = task.RequestId,
                Message = FormattableString.Invariant(
                    $"Task {task.TaskId} for '{task.Source ?? task.Operation}' was still {task.Status} at {task.Provider} after {seconds:0.#} s.") + last,
            }.CausedBy(waiter.Failure?.GetCause()),
        };
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Waiter(
        EnhanceTask task, IEnhanceProvider provider, TimeSpan since, TimeSpan age, TimeSpan? limit, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        internal EnhanceTask Task { get; set; } = task;

        internal IEnhanceProvider Provider => provider;

        internal TimeSpan? Limit => limit;

        internal TimeSpan? Deadline { get; } = since + limit;

        /// <summary>How old the task was when the wait began.</summary>
        internal TimeSpan Age => age;

        /// <summary>The end of the service's Retry-After; no poll is sent before it.</summary>
        internal TimeSpan NotBefore { get; set; }

        /// <summary>The error of the last poll, a refusal or an outage; null after a response.</summary>
        internal EnhanceError? Failure { get; set; }

        /// <summary>The refusal of the last poll; null after any other outcome.</summary>
        internal EnhanceError? Refusal { get; private set; }

        /// <summary>The time of the first of the refusals in a row.</summary>
        internal TimeSpan? RefusedSince { get; private set; }

        internal IEnhanceObserver Observer => observer;

        internal CancellationToken CancellationToken => cancellationToken;

        /// <summary>When the task is likely to be done; null as long as nothing is known.</summary>
        internal DurationEstimate? Estimate { get; set; }

        /// <summary>Whether the task was polled, with or without a response, or polls of others were enough.</summary>
        internal bool IsPolled { get; set; }

        /// <summary>The age of the task when it was last seen not to be done; null before the first response.</summary>
        internal TimeSpan? NotYet { get; set; }

        internal TimeSpan ElapsedAt(TimeSpan now) => age + (now - since);

        /// <summary>Notes a refusal.</summary>
        /// <returns>Whether it is the first in a row.</returns>
        internal bool NoteRefusal(EnhanceError error, TimeSpan now)
        {
            Failure = Refusal = error;
            var isFirst = RefusedSince is null;
            RefusedSince ??= now;
            return isFirst;
        }

        internal void EndRefusals() => (Failure, Refusal, RefusedSince) = (null, null, null);

        internal TaskCompletionSource<EnhanceTask> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
