using System.Collections.Concurrent;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Polling;

/// <summary>Polls the tasks that are waited for, a bounded number of each provider at a time and at the provider's rate.</summary>
internal sealed class TaskPoller(OperationCatalog catalog, DurationEstimator estimator, ResilienceOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int Concurrency = 8;

    // How old a task of unknown length is that is polled without a wait.
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(10);

    // A last poll at the deadline may take this long.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // No timer counts further; a task is not waited for so long, and one poll never.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    // A task that was accepted longer ago than this is known everywhere, if at all; one odd response is passing all the same.
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);
    private static readonly TimeSpan LaterPatience = TimeSpan.FromSeconds(30);

    // A service that asks for a longer silence is polled after this one.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _slots = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, RateLimiter> _rates = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _unknownStatuses = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    // Every time here counts from this one, by a clock that is never set.
    private readonly long _began = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_began);

    /// <summary>Waits until a task has ended.</summary>
    /// <returns>The task at its end; or as it stands with <see cref="ErrorIds.OperationTimeout"/>, or with the error that makes further polls useless.</returns>
    internal async Task<EnhanceTask> WaitAsync(EnhanceTask task, TimeSpan timeout, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        if (task.IsEnded || task.TaskId is null)
        {
            return task;
        }

        var limit = timeout == Timeout.InfiniteTimeSpan || timeout > Longest ? (TimeSpan?)null : timeout;
        var waiter = new Waiter(task, catalog.Provider(task.Provider), Now, AgeOf(task), limit, observer);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        while (true)
        {
            await DelayAsync(NextPoll(waiter) - Now, stop.Token).ConfigureAwait(false);
            if (await PollAsync(waiter, stop.Token).ConfigureAwait(false) is { } ended)
            {
                return ended;
            }
        }
    }

    /// <summary>Stops polling; whoever waits is cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await estimator.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Polls once, when the provider accepts another poll.</summary>
    internal async Task<ProviderTaskState> QueryAsync(
        IEnhanceProvider provider, string statusRoute, string taskId, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        using var slot = await EnterSlotAsync(provider, cancellationToken).ConfigureAwait(false);
        return await SendAsync(provider, statusRoute, taskId, observer, cancellationToken).ConfigureAwait(false);
    }

    // Each provider has its own slots: a service that does not respond holds up its own tasks alone.
    private async Task<Slot> EnterSlotAsync(IEnhanceProvider provider, CancellationToken cancellationToken)
    {
        var slots = _slots.GetOrAdd(provider.Name, static _ => new SemaphoreSlim(Concurrency));
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Slot(slots);
    }

    private async Task<ProviderTaskState> SendAsync(
        IEnhanceProvider provider, string statusRoute, string taskId, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        // Last of all before it leaves: what is given its time and then waits for something else leaves in a bunch with others.
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

    // A delay counts whole milliseconds and drops the rest; without rounding up the last part would be waited for in a loop.
    private Task DelayAsync(TimeSpan wait, CancellationToken cancellationToken) => wait <= TimeSpan.Zero
        ? Task.CompletedTask
        : Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken);

    /// <summary>Polls a task once.</summary>
    /// <returns>The task when the wait for it is over; null when it is polled again.</returns>
    private async Task<EnhanceTask?> PollAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // At the deadline, a poll that the service asked not to send is left out.
        if (Now < waiter.NotBefore)
        {
            return TimedOut(waiter);
        }

        // Past the deadline the grace begins with the poll itself, so that one is sent however long the slots were taken.
        var isLast = waiter.Deadline <= Now;
        using var deadline = new CancellationTokenSource(isLast ? Timeout.InfiniteTimeSpan : UntilDeadline(waiter), time);
        using var token = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var slot = await EnterSlotAsync(waiter.Provider, token.Token).ConfigureAwait(false);

            // A provider that does not obey the token must not hold up the caller.
            var polled = PollUnlessPeersRunAsync(waiter, token.Token).WaitAsync(token.Token);
            if (isLast)
            {
                deadline.CancelAfter(Grace);
            }

            if (!await polled.ConfigureAwait(false))
            {
                waiter.IsPolled = true;
                return null;
            }
        }
        catch (EnhanceException failure) when (!IsFinal(failure.Error))
        {
            // The task is paid and goes on; a poll that fails does not end it.
            NoteFailure(waiter, failure.Error);
        }
        catch (EnhanceException failure)
        {
            return EndedBy(failure.Error, waiter);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            waiter.Observer.OnVerbose($"The last poll of task {waiter.Task.TaskId} received no response before the time was up.");
        }

        waiter.IsPolled = true;
        return EndOf(waiter);
    }

    /// <summary>The task when nothing more is to be waited for; null otherwise.</summary>
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

    /// <summary>Polls, unless others were polled in the same step and say enough.</summary>
    /// <returns>Whether it polled.</returns>
    private async Task<bool> PollUnlessPeersRunAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        var now = Now;
        var notYet = waiter.ElapsedAt(now);
        if (estimator.ArePeersRunning(waiter.Task, notYet) && !(waiter.Deadline <= now))
        {
            // What was not asked says nothing of when the task was done.
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
        // The time that the service names was computed from the clock just now.
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

    // An old task that is not known is not kept any more.
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
        { } asked when asked > LongestSilence => LongestSilence,
        { } asked => asked,
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
        Message = $"{task.Provider} ended task {task.TaskId} for '{task.Source ?? task.TaskId}' as completed and named no http or https address of a result.",
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

    private readonly struct Slot(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
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

        /// <summary>The time before which the service asked not to be polled.</summary>
        internal TimeSpan NotBefore { get; set; }

        /// <summary>Why the last poll brought nothing, be it a refusal or an outage; null when it brought something.</summary>
        internal EnhanceError? Failure { get; set; }

        /// <summary>What the last poll was refused with; null when it was not.</summary>
        internal EnhanceError? Refusal { get; private set; }

        /// <summary>When the first of the refusals in a row came.</summary>
        internal TimeSpan? RefusedSince { get; private set; }

        internal IEnhanceObserver Observer => observer;

        /// <summary>When the task is likely to be done; null as long as nothing is known.</summary>
        internal DurationEstimate? Estimate { get; set; }

        /// <summary>Whether there was a question already, answered or not, or one that others spoke for.</summary>
        internal bool IsPolled { get; set; }

        /// <summary>How long the task had been under way when it was last seen not to be done; null before the first answer.</summary>
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
    }
}
