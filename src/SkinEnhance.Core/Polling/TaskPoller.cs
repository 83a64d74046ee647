using System.Collections.Concurrent;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Polling;

/// <summary>Polls the tasks that are waited for, a bounded number of each provider at a time and at the provider's rate.</summary>
internal sealed class TaskPoller(OperationCatalog catalog, DurationEstimator estimator, ResilienceOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int Concurrency = 8;

    // A task without an estimate that is older than this is polled at once.
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(10);

    // How long the last poll, at the deadline, may take.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // The longest delay of a timer; no wait for a task is longer.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    // A task that was accepted longer ago than this is available on every server of the service, so refused polls end the wait sooner, but not
    // at once: a single response may be wrong.
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);
    private static readonly TimeSpan LaterPatience = TimeSpan.FromSeconds(30);

    // The longest Retry-After of a poll that is respected.
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _slots = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, RateLimiter> _rates = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _unknownStatuses = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    // All times count from this timestamp, by a clock that cannot be set back.
    private readonly long _began = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_began);

    /// <summary>Waits until a task has ended.</summary>
    /// <returns>The task at its end; or its current state with <see cref="ErrorIds.OperationTimeout"/>, or with the error that ends polling.</returns>
    internal async Task<EnhanceTask> WaitAsync(EnhanceTask task, TimeSpan timeout, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        if (task.IsEnded || task.TaskId is null)
        {
            return task;
        }

        var limit = timeout == Timeout.InfiniteTimeSpan || timeout > Longest ? (TimeSpan?)null : timeout;
        var waiter = new Waiter(task, catalog.Provider(task.Provider), Now, AgeOf(task), limit, observer);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        try
        {
            while (true)
            {
                await DelayUntilAsync(NextPoll(waiter), stop.Token).ConfigureAwait(false);
                if (await PollAsync(waiter, stop.Token).ConfigureAwait(false) is { } ended)
                {
                    return ended;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The thread that cancels must not run the cleanup of every image.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            throw;
        }
    }

    /// <summary>Stops polling and cancels all waits.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await estimator.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Polls once, when the provider's limits allow it.</summary>
    internal async Task<ProviderTaskState> QueryAsync(
        IEnhanceProvider provider, string statusRoute, string taskId, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var slots = await EnterSlotAsync(provider, cancellationToken).ConfigureAwait(false);
        try
        {
            return await SendAsync(provider, statusRoute, taskId, observer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }

    // Each provider has its own slots: a service that does not respond delays its own tasks only.
    private async Task<SemaphoreSlim> EnterSlotAsync(IEnhanceProvider provider, CancellationToken cancellationToken)
    {
        var slots = _slots.GetOrAdd(provider.Name, static _ => new SemaphoreSlim(Concurrency));
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        return slots;
    }

    /// <summary>Releases a slot when its poll has ended, which is later than the wait for it if the provider ignores its token.</summary>
    private static async Task ReleaseAfterAsync(Task poll, SemaphoreSlim slots)
    {
        await poll.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        slots.Release();
    }

    private async Task<ProviderTaskState> SendAsync(
        IEnhanceProvider provider, string statusRoute, string taskId, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        // The last wait before the request is sent: after a later wait, requests would be sent in bursts.
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

    /// <summary>When a task is polled next.</summary>
    private TimeSpan NextPoll(Waiter waiter)
    {
        var now = Now;
        waiter.Estimate ??= estimator.Of(waiter.Task, waiter.Provider.EndpointIdentity);
        var (elapsed, provider) = (waiter.ElapsedAt(now), waiter.Provider);

        // A task that should be done by now is polled at once.
        var isOverdue = !waiter.IsPolled && elapsed > (waiter.Estimate?.First ?? Overdue) && elapsed > provider.MinimumPollInterval;
        var due = isOverdue ? now : now + PollSchedule.Next(provider.MinimumPollInterval, provider.InitialPollInterval, elapsed, waiter.Estimate?.First);
        due = due < waiter.NotBefore ? waiter.NotBefore : due;
        return waiter.Deadline < due ? waiter.Deadline.Value : due;
    }

    /// <summary>Waits until a time has come. A timer may end a little early by the clock of the timestamps.</summary>
    private async Task DelayUntilAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        while (due - Now is var wait && wait > TimeSpan.Zero)
        {
            // A delay truncates to whole milliseconds; without rounding up the loop would spin.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Polls a task once.</summary>
    /// <returns>The task when the wait for it is over; null when it is polled again.</returns>
    private async Task<EnhanceTask?> PollAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // At the deadline, a poll before the service's Retry-After is not sent.
        if (Now < waiter.NotBefore && waiter.Deadline <= Now)
        {
            return TimedOut(waiter);
        }

        // After the deadline the grace period begins with the poll itself, so that one poll is sent however long the slots were in use.
        var isLast = waiter.Deadline <= Now;
        using var deadline = new CancellationTokenSource(isLast ? Timeout.InfiniteTimeSpan : UntilDeadline(waiter), time);
        using var token = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var slots = await EnterSlotAsync(waiter.Provider, token.Token).ConfigureAwait(false);
            var poll = PollUnlessPeersRunAsync(waiter, token.Token);
            _ = ReleaseAfterAsync(poll, slots);
            if (isLast)
            {
                deadline.CancelAfter(Grace);
            }

            // A provider that ignores the token must not block the caller.
            if (!await poll.WaitAsync(token.Token).ConfigureAwait(false))
            {
                waiter.IsPolled = true;
                return null;
            }
        }
        catch (EnhanceException failure) when (!IsFinal(failure.Error))
        {
            // The task is paid for and continues; a failed poll does not end it.
            NoteFailure(waiter, failure.Error);
        }
        catch (EnhanceException failure)
        {
            return EndedBy(failure.Error, waiter);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            waiter.Observer.OnVerbose($"The last poll of task {waiter.Task.TaskId} received no response before the time-out.");
        }

        waiter.IsPolled = true;
        return EndOf(waiter);
    }

    /// <summary>The task when the wait for it is over; null otherwise.</summary>
    private EnhanceTask? EndOf(Waiter waiter)
    {
        var now = Now;
        if (waiter.Task.IsEnded)
        {
            estimator.Note(waiter.Task, waiter.NotYet, waiter.ElapsedAt(now), waiter.Estimate);
            return waiter.Task;
        }

        return waiter is { Refusal: { } refusal, RefusedSince: { } since } && now - since >= PatienceFor(waiter)
            ? EndedBy(refusal, waiter)
            : waiter.Deadline <= now ? TimedOut(waiter) : null;
    }

    /// <summary>Polls once, unless peers that were polled in the same step show that the task is still running.</summary>
    /// <returns>Whether it polled.</returns>
    private async Task<bool> PollUnlessPeersRunAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        var now = Now;
        var notYet = waiter.ElapsedAt(now);
        if (estimator.ArePeersRunning(waiter.Task, notYet) && !(waiter.Deadline <= now))
        {
            // A skipped poll does not show when the task was done.
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

    /// <summary>Whether a failure concerns this computer or the account, or is the service's own report that the result is gone.</summary>
    private static bool IsFinal(EnhanceError error) =>
        error.Id == ErrorIds.ResultExpired || !(IsOutage(error) || error.Id == ErrorIds.RedirectRefused
            || error.Kind is EnhanceErrorKind.Rejected or EnhanceErrorKind.NotFound or EnhanceErrorKind.ContentPolicy or EnhanceErrorKind.InsufficientCredits);

    /// <summary>Whether a failure does not concern the task, so that it is polled until the time-out.</summary>
    private static bool IsOutage(EnhanceError error) =>
        !error.StopsBatch && error.Kind is EnhanceErrorKind.Unavailable or EnhanceErrorKind.RateLimited or EnhanceErrorKind.ProviderError;

    private void NoteFailure(Waiter waiter, EnhanceError error)
    {
        // RetryAt was computed from the same clock a moment ago.
        var wait = Bounded(error.RetryAt - time.GetUtcNow());
        waiter.NotBefore = Now + wait;
        var when = wait > TimeSpan.Zero ? FormattableString.Invariant($" in {wait.TotalSeconds:0} s") : string.Empty;
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

    // The provider has deleted an old task of which it has no record.
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
        { } requested when requested > LongestRetryAfter => LongestRetryAfter,
        { } requested => requested,
    };

    /// <summary>How long ago a task was submitted by the records, which may have been written with another host's clock.</summary>
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

    private sealed class Waiter(
        EnhanceTask task, IEnhanceProvider provider, TimeSpan since, TimeSpan age, TimeSpan? limit, IEnhanceObserver observer)
    {
        internal EnhanceTask Task { get; set; } = task;

        internal IEnhanceProvider Provider => provider;

        internal TimeSpan? Limit => limit;

        internal TimeSpan? Deadline { get; } = since + limit;

        /// <summary>How old the task was when the wait began.</summary>
        internal TimeSpan Age => age;

        /// <summary>The earliest time of the next poll, from the service's Retry-After.</summary>
        internal TimeSpan NotBefore { get; set; }

        /// <summary>The error of the last poll, a refusal or an outage; null when it succeeded.</summary>
        internal EnhanceError? Failure { get; set; }

        /// <summary>The error of the last poll when it was refused; null when it was not.</summary>
        internal EnhanceError? Refusal { get; private set; }

        /// <summary>When the first of the consecutive refusals was received.</summary>
        internal TimeSpan? RefusedSince { get; private set; }

        internal IEnhanceObserver Observer => observer;

        /// <summary>When the task is likely to be done; null while there is no data.</summary>
        internal DurationEstimate? Estimate { get; set; }

        /// <summary>Whether there was a poll already, with or without a response, or one that was skipped because of peers.</summary>
        internal bool IsPolled { get; set; }

        /// <summary>How long the task had been running when it was last found not done; null before the first response.</summary>
        internal TimeSpan? NotYet { get; set; }

        internal TimeSpan ElapsedAt(TimeSpan now) => age + (now - since);

        /// <summary>Records a refusal.</summary>
        /// <returns>Whether it is the first in a row.</returns>
        internal bool NoteRefusal(EnhanceError error, TimeSpan now)
        {
            Failure = Refusal = error;
            var isFirst = RefusedSince is null;
            RefusedSince ??= now;
            return isFirst;
        }

        internal void EndRefusals() => (Failure, Refusal, RefusedSince) = (null, null, null);
    }
}
