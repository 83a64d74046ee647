using System.Collections.Concurrent;
using SkinEnhance.Core.Operations;

namespace SkinEnhance.Core.Batch;

/// <summary>Asks for all tasks that anyone waits for, from one loop, a bounded number of each provider at a time.</summary>
internal sealed class TaskPoller(OperationCatalog catalog, TaskForecasts forecasts, TimeProvider time) : IAsyncDisposable
{
    private const int Concurrency = 8;

    // How old a task of unknown length is that is asked for without a wait.
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(10);

    // A last question at the deadline may take this long.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // No timer counts further; a task is not waited for so long, and one question never.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    private readonly PriorityQueue<Waiter, DateTimeOffset> _due = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _slots = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, RateGate> _rates = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _stop = new();

    // Rates are kept by a clock that nobody sets back.
    private readonly long _began = time.GetTimestamp();
    private TaskCompletionSource _changed = NewSignal();
    private Task? _loop;

    /// <summary>Waits until a task has ended.</summary>
    /// <returns>The task at its end; or as it stands with <see cref="ErrorIds.OperationTimeout"/>, or with the error that makes asking on useless.</returns>
    internal async Task<EnhanceTask> WaitAsync(EnhanceTask task, TimeSpan timeout, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        if (task.IsEnded || task.TaskId is null)
        {
            return task;
        }

        var provider = catalog.Provider(task.Provider);
        var now = time.GetUtcNow();
        var waiter = new Waiter(task, provider, now, timeout == Timeout.InfiniteTimeSpan || timeout > Longest ? null : timeout, observer, cancellationToken);
        using var cancellation = cancellationToken.Register(() => waiter.Source.TrySetCanceled(cancellationToken));
        using var stop = _stop.Token.Register(() => waiter.Source.TrySetCanceled(CancellationToken.None));
        Enqueue(waiter, now);
        return await waiter.Source.Task.ConfigureAwait(false);
    }

    /// <summary>Stops asking; who still waits is cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_loop is { } loop)
        {
            await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await forecasts.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Asks once, when the provider takes another question.</summary>
    internal Task<ProviderTaskState> QueryAsync(
        IEnhanceProvider provider, string family, string taskId, IEnhanceObserver observer, CancellationToken cancellationToken) =>
        InSlotAsync(provider, () => SendAsync(provider, family, taskId, observer, cancellationToken), cancellationToken);

    private async Task<T> InSlotAsync<T>(IEnhanceProvider provider, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        // A service that does not answer holds up its own tasks alone.
        var slots = _slots.GetOrAdd(provider.Name, static _ => new SemaphoreSlim(Concurrency));
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ask().ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<ProviderTaskState> SendAsync(
        IEnhanceProvider provider, string family, string taskId, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        // Last of all before it leaves: what is given its time and then waits for something else leaves in a bunch with others.
        var rate = _rates.GetOrAdd(provider.Name, static (_, limits) => new RateGate(limits), provider.QueryLimits);
        var now = DateTimeOffset.UnixEpoch + time.GetElapsedTime(_began);
        if (rate.Reserve(now) is var free && free > now)
        {
            await Task.Delay(free - now, time, cancellationToken).ConfigureAwait(false);
        }

        return await provider.QueryAsync(family, taskId, observer, cancellationToken).ConfigureAwait(false);
    }

    private void Enqueue(Waiter waiter, DateTimeOffset now)
    {
        waiter.Forecast ??= forecasts.Of(waiter.Task, waiter.Provider.Realm);
        var elapsed = waiter.ElapsedAt(now);

        // Who comes back to a task that should be done by now need not wait for the first answer.
        var provider = waiter.Provider;
        var isOverdue = !waiter.Asked && elapsed > (waiter.Forecast?.First ?? Overdue) && elapsed > provider.MinimumPollInterval;
        var due = isOverdue ? now : now + PollSchedule.Next(provider.MinimumPollInterval, provider.InitialPollInterval, elapsed, waiter.Forecast?.First);
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
                _ = Task.Run(() => AskAsync(waiter));
            }
        }
    }

    /// <summary>Takes a waiter that is due; when none is, says when the next will be, and what ends when another one comes before.</summary>
    private Waiter? TakeDue(out DateTimeOffset? next, out Task changed)
    {
        lock (_due)
        {
            next = null;
            changed = Task.CompletedTask;
            if (_due.TryPeek(out var waiter, out var due))
            {
                if (due <= time.GetUtcNow())
                {
                    return _due.Dequeue();
                }

                next = due;
            }

            // Made anew where the queue is seen, under the same lock, so that no change falls between the look and the sleep.
            _changed = NewSignal();
            changed = _changed.Task;
            return null;
        }
    }

    private async Task SleepAsync(DateTimeOffset? until, Task changed)
    {
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);

        // A delay counts whole milliseconds and drops the rest; without rounding up the loop would spin through it.
        var wait = until is { } due ? TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling((due - time.GetUtcNow()).TotalMilliseconds))) : Timeout.InfiniteTimeSpan;
        var delay = Task.Delay(wait, time, awake.Token);
        await Task.WhenAny(changed, delay).ConfigureAwait(false);
        await awake.CancelAsync().ConfigureAwait(false);
    }

    private async Task AskAsync(Waiter waiter)
    {
        try
        {
            await AskOnceAsync(waiter).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            waiter.Source.TrySetCanceled(waiter.CancellationToken);
        }
        catch (Exception failure)
        {
            // Whoever waits hears of it; nobody awaits this.
            waiter.Source.TrySetException(failure);
        }
    }

    private async Task AskOnceAsync(Waiter waiter)
    {
        using var deadline = new CancellationTokenSource(UntilDeadline(waiter), time);
        using var token = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, waiter.CancellationToken, _stop.Token);
        try
        {
            if (!await InSlotAsync(waiter.Provider, () => LookAsync(waiter, token.Token), token.Token).ConfigureAwait(false))
            {
                waiter.Asked = true;
                Enqueue(waiter, time.GetUtcNow());
                return;
            }
        }
        catch (EnhanceException failure) when (IsPassing(failure.Error))
        {
            // The task is paid and goes on; not being able to ask does not end it.
            waiter.Observer.OnWarning($"{failure.Message} The task is asked for again.");
        }
        catch (EnhanceException failure)
        {
            waiter.Source.TrySetResult(waiter.Task with
            {
                Status = IsGone(failure.Error, waiter) ? EnhanceTaskStatus.Expired : waiter.Task.Status,
                Error = failure.Error with { Target = waiter.Task.Source ?? failure.Error.Target },
            });
            return;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !waiter.CancellationToken.IsCancellationRequested)
        {
            waiter.Observer.OnVerbose($"The last question for task {waiter.Task.TaskId} was not answered before the time was up.");
        }

        var now = time.GetUtcNow();
        if (waiter.Task.IsEnded)
        {
            forecasts.Note(waiter.Task, waiter.NotYet, waiter.ElapsedAt(now), waiter.Forecast);
            waiter.Source.TrySetResult(waiter.Task);
        }
        else if (waiter.Deadline <= now)
        {
            waiter.Source.TrySetResult(TimedOut(waiter));
        }
        else
        {
            waiter.Asked = true;
            Enqueue(waiter, now);
        }
    }

    /// <summary>Asks once, unless others were asked in the same step and say enough.</summary>
    /// <returns>Whether it asked.</returns>
    private async Task<bool> LookAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var notYet = waiter.ElapsedAt(now);
        if (forecasts.IsSaidToRun(waiter.Task, notYet) && !(waiter.Deadline <= now))
        {
            // What was not asked says nothing of when the task was done.
            waiter.Forecast = waiter.Forecast is { } forecast ? forecast with { IsTelling = false } : null;
            return false;
        }

        var state = await SendAsync(waiter.Provider, waiter.Task.Family, waiter.Task.TaskId!, waiter.Observer, cancellationToken).ConfigureAwait(false);
        waiter.Task = TaskUpdate.Apply(waiter.Task, state, time.GetUtcNow());
        if (!waiter.Task.IsEnded)
        {
            forecasts.NoteRunning(waiter.Task, waiter.NotYet, notYet);
            waiter.NotYet = notYet;
        }

        return true;
    }

    private TimeSpan UntilDeadline(Waiter waiter) => (waiter.Deadline - time.GetUtcNow()) switch
    {
        null => Timeout.InfiniteTimeSpan,
        { } left when left > TimeSpan.Zero => left + Grace,
        _ => Grace,
    };

    private static bool IsPassing(EnhanceError error) =>
        !error.StopsBatch && error.Kind is EnhanceErrorKind.Unavailable or EnhanceErrorKind.RateLimited or EnhanceErrorKind.ProviderError;

    // A task that was accepted just now may not be known everywhere yet; an old one is not kept any more.
    private bool IsGone(EnhanceError error, Waiter waiter) =>
        error.Id == ErrorIds.ResultExpired
        || (error.Id == ErrorIds.TaskNotFound && time.GetUtcNow() - waiter.Task.SubmittedAt > waiter.Provider.ResultLifetime);

    private static EnhanceTask TimedOut(Waiter waiter)
    {
        var task = waiter.Task;
        var seconds = waiter.Limit!.Value.TotalSeconds;
        return task with
        {
            Error = new EnhanceError
            {
                Id = ErrorIds.OperationTimeout,
                Target = task.Source ?? task.TaskId,
                Provider = task.Provider,
                RequestId = task.RequestId,
                Message = FormattableString.Invariant(
                    $"Task {task.TaskId} for '{task.Source ?? task.Operation}' was still {task.Status} at {task.Provider} after {seconds:0.#} s."),
            },
        };
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Waiter(
        EnhanceTask task, IEnhanceProvider provider, DateTimeOffset since, TimeSpan? limit, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        internal EnhanceTask Task { get; set; } = task;

        internal IEnhanceProvider Provider => provider;

        internal DateTimeOffset Since => since;

        internal TimeSpan? Limit => limit;

        internal DateTimeOffset? Deadline { get; } = since + limit;

        internal IEnhanceObserver Observer => observer;

        internal CancellationToken CancellationToken => cancellationToken;

        /// <summary>When the task is likely to be done; null as long as nothing is known.</summary>
        internal PollForecast? Forecast { get; set; }

        /// <summary>Whether there was a question already, answered or not, or one that others spoke for.</summary>
        internal bool Asked { get; set; }

        /// <summary>How long the task had been under way when it was last seen not to be done; null before the first answer.</summary>
        internal TimeSpan? NotYet { get; set; }

        internal TimeSpan ElapsedAt(DateTimeOffset now) => now - (Task.SubmittedAt ?? Since);

        internal TaskCompletionSource<EnhanceTask> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
