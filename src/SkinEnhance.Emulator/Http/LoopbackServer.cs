using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SkinEnhance.Emulator.Http;

/// <summary>An <see cref="HttpListener"/> on 127.0.0.1 that serves many requests at once.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private const int PortAttempts = 20;
    private readonly HttpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<HttpListenerContext, Task> _running = new();
    private int _stopped;

    private LoopbackServer(HttpListener listener, Uri address)
    {
        _listener = listener;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Binds a port.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <returns>The server, which does not accept yet.</returns>
    public static LoopbackServer Bind(int port)
    {
        // The listener knows no port 0, so a free one is looked up first, and may be lost to somebody else in between.
        for (var attempt = 1; ; attempt++)
        {
            var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{(port == 0 ? FreePort() : port)}/"));
            var listener = new HttpListener { IgnoreWriteExceptions = false };
            try
            {
                listener.Prefixes.Add(address.AbsoluteUri);
                listener.Start();
                return new LoopbackServer(listener, address);
            }
            catch (Exception e) when (e is HttpListenerException or SocketException)
            {
                listener.Close();
                if (port != 0 || attempt == PortAttempts)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Begins to accept requests.</summary>
    /// <param name="serve">Serves one.</param>
    public void Run(Func<HttpListenerContext, CancellationToken, Task> serve) => _ = Task.Run(() => AcceptAsync(serve));

    /// <summary>Ends all requests with a reset and closes the port.</summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        _stopping.Cancel();

        // Closing the listener alone would send those who wait a clean, empty answer.
        foreach (var context in _running.Keys)
        {
            ConnectionReset.Reset(context);
        }

        _listener.Close();
    }

    /// <summary>Waits, for a while, until the last request has ended.</summary>
    /// <returns>A task that ends then.</returns>
    public async Task WhenIdleAsync()
    {
        try
        {
            await Task.WhenAll(_running.Values).WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The process goes on; what still runs has lost its connection.
        }
    }

    public void Dispose()
    {
        Stop();
        _stopping.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AcceptAsync(Func<HttpListenerContext, CancellationToken, Task> serve)
    {
        var stop = _stopping.Token;
        while (!stop.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (ConnectionReset.IsConnectionGone(e))
            {
                if (!_listener.IsListening)
                {
                    return;
                }

                continue;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _running[context] = done.Task;
            _ = Task.Run(async () =>
            {
                try
                {
                    await serve(context, stop).ConfigureAwait(false);
                }
                catch (Exception)
                {
                    // Mostly a client that has gone; whatever it was, nobody may be left waiting for an answer that does not come.
                    ConnectionReset.Reset(context);
                }
                finally
                {
                    _running.TryRemove(context, out _);
                    done.SetResult();
                }
            });
        }
    }
}
