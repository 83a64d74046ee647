using System.Threading.Channels;

namespace SkinEnhance.Testing;

/// <summary>Holds callers until they are let go, and counts how many are inside at once.</summary>
public sealed class Gate
{
    private readonly object _lock = new();
    private readonly Queue<TaskCompletionSource> _inside = new();
    private readonly Channel<int> _arrived = Channel.CreateUnbounded<int>();
    private int _now;
    private int _most;

    /// <summary>The most callers that were inside at once.</summary>
    public int Most
    {
        get
        {
            lock (_lock)
            {
                return _most;
            }
        }
    }

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _most = Math.Max(_most, ++_now);
            _inside.Enqueue(leave);
            _arrived.Writer.TryWrite(_now);
        }

        try
        {
            await leave.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                _now--;
            }
        }
    }

    /// <summary>Waits until so many more have come.</summary>
    public async Task ArrivedAsync(int count)
    {
        for (var caller = 0; caller < count; caller++)
        {
            await _arrived.Reader.ReadAsync().AsTask().SoonAsync();
        }
    }

    public void LetOneGo()
    {
        lock (_lock)
        {
            _inside.Dequeue().SetResult();
        }
    }
}
