using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SkinEnhance.Emulator.Http;

/// <summary>An <see cref="HttpListener"/> on 127.0.0.1 that serves requests concurrently.</summary>
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
    /// <returns>The server, which does not accept requests yet.</returns>
    public static LoopbackServer Bind(int port)
    {
        // The listener does not support port 0, so a free port is determined first; another process may take it in between.
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

    /// <summary>Starts to accept requests.</summary>
    /// <param name="serve">Serves one request.</param>
    public void Run(Func<HttpListenerContext, CancellationToken, Task> serve) => _ = Task.Run(() => AcceptAsync(serve));

    /// <summary>Ends all requests with a reset and closes the port.</summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        _stopping.Cancel();

        // Closing the listener alone would send waiting clients a complete, empty response.
        foreach (var context in _running.Keys)
        {
            ConnectionReset.Reset(context);
        }

        _listener.Close();
    }

    /// <summary>Waits for a limited time until the last request has ended.</summary>
    /// <returns>A task that ends then.</returns>
    public async Task WhenIdleAsync()
    {
        try
        {
            await Task.WhenAll(_running.Values).WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The process continues; requests that are still running have lost their connections.
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
                    // Most often the client has closed the connection; in any case, a client must not wait for a response that is never sent.
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
