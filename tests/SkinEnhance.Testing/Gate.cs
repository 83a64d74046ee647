using System.Threading.Channels;

namespace SkinEnhance.Testing;

/// <summary>Holds callers until they are released, and counts the concurrent ones.</summary>
public sealed class Gate
{
    private readonly object _lock = new();
    private readonly Queue<TaskCompletionSource> _inside = new();
    private readonly Channel<int> _arrived = Channel.CreateUnbounded<int>();
    private int _now;
    private int _most;

    /// <summary>The highest number of concurrent callers.</summary>
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

    /// <summary>Waits until this many more callers have arrived.</summary>
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
