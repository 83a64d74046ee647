using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SkinEnhance.Testing;

/// <summary>A loopback HTTP server with a script: one step for each request, in order of arrival; the last step repeats.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();
    private readonly List<WireRequest> _requests = [];
    private readonly List<Socket> _sockets = [];
    private readonly List<(int Number, TaskCompletionSource<WireRequest> Seen)> _waiting = [];
    private readonly WireStep[] _steps;

    public ScriptedServer(params WireStep[] steps)
        : this(open: true, steps)
    {
    }

    /// <param name="open">Whether it accepts connections from the start; otherwise they are refused until <see cref="Open"/>.</param>
    /// <param name="steps">The script.</param>
    public ScriptedServer(bool open, params WireStep[] steps)
    {
        _steps = steps;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/");
        if (open)
        {
            Open();
        }
    }

    public Uri Address { get; }

    /// <summary>The requests whose headers were received, in order.</summary>
    public IReadOnlyList<WireRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public void Open()
    {
        _listener.Listen();
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>Waits for the request of a number, from 1.</summary>
    public Task<WireRequest> RequestAsync(int number)
    {
        lock (_gate)
        {
            if (_requests.Count >= number)
            {
                return Task.FromResult(_requests[number - 1]);
            }

            var seen = new TaskCompletionSource<WireRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((number, seen));
            return seen.Task.SoonAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        lock (_gate)
        {
            _sockets.ForEach(socket => socket.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                lock (_gate)
                {
                    _sockets.Add(socket);
                }

                _ = Task.Run(() => ServeAsync(socket));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            var stream = new NetworkStream(socket, ownsSocket: false);
            while (await ReadHeadAsync(stream) is { } request)
            {
                var exchange = new WireExchange(request, socket, stream, _stop.Token);
                await Note(request)(exchange);
                if (exchange.IsClosed)
                {
                    return;
                }

                if (!exchange.IsRead)
                {
                    exchange.Close();
                    return;
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The client closed the connection, or the test is over.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private WireStep Note(WireRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
            foreach (var (_, seen) in _waiting.Where(waiter => waiter.Number == _requests.Count))
            {
                seen.TrySetResult(request);
            }

            return _steps[Math.Min(_requests.Count, _steps.Length) - 1];
        }
    }

    private async Task<WireRequest?> ReadHeadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || head[^1] != '\n' || head[^3] != '\n')
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines.Skip(1)
            .Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        return new WireRequest(first[0], first[1], headers);
    }
}
