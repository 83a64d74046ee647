namespace SkinEnhance.Core.Batch;

/// <summary>How many submissions one provider works on at once: as many as the batch asks for until the provider asks for less.</summary>
/// <remarks>Two bounds, of which the lower counts. One is guessed: halved at HTTP 429, and one more for every full round of acceptances, as TCP
/// does with its window. The other is what responses say of the account's concurrency limit, and until the first of them one submission goes
/// alone. Both are held for the provider, so that batches side by side share what one of them learnt.</remarks>
/// <param name="provider">The provider's name, for messages.</param>
/// <param name="startsAlone">Whether the provider's responses say what the account may have in flight.</param>
internal sealed class AdaptiveLimit(string provider, bool startsAlone = false)
{
    private readonly object _gate = new();
    private readonly Queue<TaskCompletionSource> _line = new();
    private readonly List<Func<Task>> _left = [];
    private double _size = double.PositiveInfinity;
    private double _account = startsAlone ? 1 : double.PositiveInfinity;
    private bool _isAccountKnown;
    private int _taken;
    private int _accepted;
    private int _round;

    /// <summary>How many are let out at once; null while there is no bound.</summary>
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

    /// <summary>Names the provider in messages.</summary>
    internal string Provider => provider;

    private double Bound => Math.Min(_size, _account);

    /// <summary>Makes the place of one submission.</summary>
    /// <param name="most">How many the batch asks for: it never grows beyond.</param>
    /// <param name="observer">Is told of every change.</param>
    internal SubmissionPermit CreatePermit(int most, IEnhanceObserver observer) => new(this, most, observer);

    /// <summary>Takes a permit.</summary>
    /// <returns>The round it belongs to.</returns>
    internal async ValueTask<int> AcquireAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource permit;
        lock (_gate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_line.Count == 0 && _taken + 1 <= Bound)
            {
                _taken++;
                return _round;
            }

            permit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _line.Enqueue(permit);
            WatchLeft();
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

    /// <summary>Gives a permit back.</summary>
    /// <param name="wasAccepted">Whether <see cref="ReportAccepted"/> counted it.</param>
    internal void Release(bool wasAccepted)
    {
        lock (_gate)
        {
            _taken--;
            _accepted -= wasAccepted ? 1 : 0;
            LetIn();
        }
    }

    /// <summary>Keeps the permit of a submission that nobody waits for until its task has ended.</summary>
    /// <param name="watch">Waits for the task; it is called when a submission needs the place.</param>
    /// <returns>Whether the permit is kept; otherwise no limit of the account is known, and the caller gives it back.</returns>
    internal bool TryHold(Func<Task> watch)
    {
        lock (_gate)
        {
            if (!_isAccountKnown)
            {
                return false;
            }

            _left.Add(watch);
            WatchLeft();
            return true;
        }
    }

    /// <summary>Counts a permit among the submissions that the provider has in flight. Where its response said nothing of the account, nothing
    /// bounds the next ones but the batch.</summary>
    internal void ReportAccepted()
    {
        lock (_gate)
        {
            _accepted++;
            if (!_isAccountKnown)
            {
                _account = double.PositiveInfinity;
                LetIn();
            }
        }
    }

    /// <summary>Takes over what a response says of the account.</summary>
    /// <param name="limit">How many the account may have in flight; null when it is not said.</param>
    /// <param name="remaining">How many more; null when it is not said.</param>
    /// <param name="isAccepted">Whether to count the permit as <see cref="ReportAccepted"/> does.</param>
    /// <returns>How many are let out from now on; null when that did not change.</returns>
    internal int? ReportAccountLimit(int? limit, int? remaining, bool isAccepted)
    {
        lock (_gate)
        {
            _accepted += isAccepted ? 1 : 0;
            _isAccountKnown = true;
            var before = _account;

            // Others may share the account. What is sent and not answered yet is left out: the service may count it or not.
            var ours = _accepted + (double?)remaining ?? double.PositiveInfinity;

            // Never none: that others have ended shows in the response to a submission alone.
            _account = Math.Max(1, Math.Min(limit ?? double.PositiveInfinity, ours));
            LetIn();
            return _account.Equals(before) ? null : (int)_account;
        }
    }

    /// <summary>Lets fewer out, once for all that were under way together.</summary>
    /// <param name="round">The round of the permit that met the refusal.</param>
    /// <returns>How many from now on; null when that is no change, or this round was answered for already.</returns>
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

    /// <summary>Lets more out: one more for as many acceptances as are let out at once.</summary>
    /// <returns>How many from now on; null when that did not change.</returns>
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
            LetIn();
            return (int)_size > before ? (int)_size : null;
        }
    }

    private void LetIn()
    {
        while (_taken + 1 <= Bound && _line.TryDequeue(out var next))
        {
            // False for one who was cancelled in line.
            if (next.TrySetResult())
            {
                _taken++;
            }
        }
    }

    /// <summary>Has the tasks that were left watched once a submission stands in line.</summary>
    private void WatchLeft()
    {
        if (_line.Count == 0)
        {
            return;
        }

        foreach (var watch in _left)
        {
            _ = Task.Run(() => WatchAsync(watch));
        }

        _left.Clear();
    }

    private async Task WatchAsync(Func<Task> watch)
    {
        // A task that cannot be asked for gives its place up too: one that nothing ends would hold up every submission after it.
        await watch().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Release(wasAccepted: true);
    }
}
