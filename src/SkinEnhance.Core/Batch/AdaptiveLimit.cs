namespace SkinEnhance.Core.Batch;

/// <summary>How many submissions one provider works on at once: as many as the batch asks for until the provider asks for less.</summary>
/// <remarks>Halved when the provider answers that it is too much (429), and one more for every full round of acceptances, as TCP does
/// with its window. It is held for the provider, so that batches side by side share what one of them learnt.</remarks>
internal sealed class AdaptiveLimit(string provider)
{
    private readonly object _gate = new();
    private readonly Queue<TaskCompletionSource> _line = new();
    private double _size = double.PositiveInfinity;
    private int _taken;
    private int _round;

    /// <summary>How many are let out at once; null while the provider has not asked for less.</summary>
    internal int? Size
    {
        get
        {
            lock (_gate)
            {
                return double.IsPositiveInfinity(_size) ? null : (int)_size;
            }
        }
    }

    /// <summary>Makes the place of one submission.</summary>
    /// <param name="most">How many the batch asks for: it never grows beyond.</param>
    /// <param name="observer">Is told of every change.</param>
    internal SubmissionTurn CreateTurn(int most, IEnhanceObserver observer) => new(this, most, observer);

    /// <summary>Takes a turn.</summary>
    /// <returns>The round it belongs to.</returns>
    internal async ValueTask<int> TakeAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_line.Count == 0 && _taken + 1 <= _size)
            {
                _taken++;
                return _round;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _line.Enqueue(turn);
        }

        using (cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken)))
        {
            await turn.Task.ConfigureAwait(false);
        }

        lock (_gate)
        {
            return _round;
        }
    }

    /// <summary>Gives a turn back.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            _taken--;
            LetIn();
        }
    }

    /// <summary>Lets fewer out, once for all that were under way together.</summary>
    /// <param name="round">The round of the turn that met the refusal.</param>
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
            var before = _size;
            _size = Math.Max(1, Math.Min(_size, _taken) / 2);
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

    /// <summary>Names the provider in messages.</summary>
    internal string Provider => provider;

    private void LetIn()
    {
        while (_taken + 1 <= _size && _line.TryDequeue(out var next))
        {
            // False for one who was cancelled in line.
            if (next.TrySetResult())
            {
                _taken++;
            }
        }
    }
}
