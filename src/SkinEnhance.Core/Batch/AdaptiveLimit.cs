namespace SkinEnhance.Core.Batch;

/// <summary>How many submissions may be in flight at one provider: as many as the batch allows until the provider throttles.</summary>
/// <remarks>The lower of two bounds applies. One is adaptive: halved at HTTP 429 and raised by one for every full round of acceptances, as
/// TCP does with its window. The other is the account's concurrency limit from responses; until the first response, one submission is sent
/// alone. Both belong to the provider, so concurrent batches share them.</remarks>
/// <param name="provider">The provider's name, for messages.</param>
/// <param name="startsAlone">Whether the provider's responses report how many submissions the account may have in flight.</param>
internal sealed class AdaptiveLimit(string provider, bool startsAlone = false)
{
    private readonly object _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly List<Func<Task>> _kept = [];
    private double _size = double.PositiveInfinity;
    private double _account = startsAlone ? 1 : double.PositiveInfinity;
    private bool _isAccountKnown;
    private int _taken;
    private int _accepted;
    private int _round;

    /// <summary>How many permits may be out at once; null while there is no bound.</summary>
    internal int? Size
    {
        get
        {
            lock (_gate)
            {
                return double.IsPositiveInfinity(Bound) ? null : (int)Bound;
            }
        }
    }

    /// <summary>The provider's name, for messages.</summary>
    internal string Provider => provider;

    private double Bound => Math.Min(_size, _account);

    /// <summary>Creates a permit for one submission; it is not acquired yet.</summary>
    /// <param name="most">The batch's limit, an upper bound.</param>
    /// <param name="observer">Receives a message about every change.</param>
    internal SubmissionPermit CreatePermit(int most, IEnhanceObserver observer) => new(this, most, observer);

    /// <summary>Acquires a permit.</summary>
    /// <returns>The permit's round.</returns>
    internal async ValueTask<int> AcquireAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource permit;
        lock (_gate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_waiting.Count == 0 && _taken + 1 <= Bound)
            {
                _taken++;
                return _round;
            }

            permit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(permit);
            WatchKept();
        }

        using (cancellationToken.Register(() => permit.TrySetCanceled(cancellationToken)))
        {
            await permit.Task.ConfigureAwait(false);
        }

        lock (_gate)
        {
            return _round;
        }
    }

    /// <summary>Releases a permit.</summary>
    /// <param name="wasAccepted">Whether <see cref="ReportAccepted"/> counted it.</param>
    internal void Release(bool wasAccepted)
    {
        lock (_gate)
        {
            _taken--;
            _accepted -= wasAccepted ? 1 : 0;
            GrantPermits();
        }
    }

    /// <summary>Keeps the permit of a submission whose batch no longer waits, until its task has ended.</summary>
    /// <param name="watch">Waits for the task; it is called when a submission needs the permit.</param>
    /// <returns>Whether the permit is kept; otherwise no limit of the account is known, and the caller releases it.</returns>
    internal bool TryHold(Func<Task> watch)
    {
        lock (_gate)
        {
            if (!_isAccountKnown)
            {
                return false;
            }

            _kept.Add(watch);
            WatchKept();
            return true;
        }
    }

    /// <summary>Counts a permit among the submissions in flight. When the response did not report the account's limit, only the batch limits the
    /// next ones.</summary>
    internal void ReportAccepted()
    {
        lock (_gate)
        {
            _accepted++;
            if (!_isAccountKnown)
            {
                _account = double.PositiveInfinity;
                GrantPermits();
            }
        }
    }

    /// <summary>Applies the account's concurrency limit from a response.</summary>
    /// <param name="limit">How many the account may have in flight; null when the response does not report it.</param>
    /// <param name="remaining">How many more; null when the response does not report it.</param>
    /// <param name="isAccepted">Whether to count the permit as <see cref="ReportAccepted"/> does.</param>
    /// <returns>The new limit; null when it did not change.</returns>
    internal int? ReportAccountLimit(int? limit, int? remaining, bool isAccepted)
    {
        lock (_gate)
        {
            _accepted += isAccepted ? 1 : 0;
            _isAccountKnown = true;
            var before = _account;

            // Other clients may share the account. Submissions without a response are not counted: the service may or may not include them.
            var ours = _accepted + (double?)remaining ?? double.PositiveInfinity;

            // At least 1: only the response to a submission shows that other submissions have ended.
            _account = Math.Max(1, Math.Min(limit ?? double.PositiveInfinity, ours));
            GrantPermits();
            return _account.Equals(before) ? null : (int)_account;
        }
    }

    /// <summary>Halves the limit, once for all submissions of a round.</summary>
    /// <param name="round">The round of the throttled permit.</param>
    /// <returns>The new limit; null when it did not change, or this round has been counted already.</returns>
    internal int? Halve(int round)
    {
        lock (_gate)
        {
            if (round != _round)
            {
                return null;
            }

            _round++;
            var before = Bound;
            _size = Math.Max(1, Math.Min(Bound, _taken) / 2);
            return (int)_size < before ? (int)_size : null;
        }
    }

    /// <summary>Raises the limit by one for as many acceptances as the limit.</summary>
    /// <returns>The new limit; null when it did not change.</returns>
    internal int? Grow(int most)
    {
        lock (_gate)
        {
            if (_size >= most)
            {
                return null;
            }

            var before = (int)_size;
            _size = Math.Min(_size + (1 / _size), most);
            GrantPermits();
            return (int)_size > before ? (int)_size : null;
        }
    }

    private void GrantPermits()
    {
        while (_taken + 1 <= Bound && _waiting.TryDequeue(out var next))
        {
            // False when the waiting submission was cancelled.
            if (next.TrySetResult())
            {
                _taken++;
            }
        }
    }

    /// <summary>Starts to watch the kept tasks when a submission waits for a permit.</summary>
    private void WatchKept()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        foreach (var watch in _kept)
        {
            _ = Task.Run(() => WatchAsync(watch));
        }

        _kept.Clear();
    }

    private async Task WatchAsync(Func<Task> watch)
    {
        // A task that cannot be polled releases its permit too; otherwise it would block every later submission.
        await watch().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Release(wasAccepted: true);
    }
}
