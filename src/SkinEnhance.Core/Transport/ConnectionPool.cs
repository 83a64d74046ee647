using System.Net;
using System.Text;
using SkinEnhance.Core.Settings;

namespace SkinEnhance.Core.Transport;

/// <summary>The connections to the providers' APIs, with a key, and to result and upload addresses, without one. Clients that share a pool share
/// its connections, so that repeated calls open no new ones.</summary>
public sealed class ConnectionPool : IDisposable
{
    private const long LargeBody = 256 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);

    // The wait for 100 Continue; a server that does not support it gets the body after this time.
    private static readonly TimeSpan ContinueTimeout = TimeSpan.FromSeconds(0.5);

    // Shorter than the idle time-out of servers and load balancers: a paid request on a connection that is being closed is Unknown.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(20);

    private readonly Lazy<SocketsHttpHandler> _api;
    private readonly Lazy<SocketsHttpHandler> _downloads;

    /// <summary>Creates a pool without connections.</summary>
    /// <param name="proxy">The proxy of all connections except those to this computer; null for the one of the environment or the system.</param>
    public ConnectionPool(ProxySettings? proxy = null)
    {
        Proxy = proxy;
        _api = new Lazy<SocketsHttpHandler>(() => CreateApiHandler(proxy));
        _downloads = new Lazy<SocketsHttpHandler>(() => CreateDownloadHandler(proxy));
    }

    /// <summary>The proxy; null for the one of the environment or the system.</summary>
    public ProxySettings? Proxy { get; }

    /// <summary>Whether a body is large enough for a round trip with Expect: 100-continue.</summary>
    internal static bool IsLarge(HttpContent body) => body.Headers.ContentLength >= LargeBody;

    /// <summary>Creates a client for an API or an upload address.</summary>
    /// <param name="pool">The pool of its connections; null for connections of its own.</param>
    internal static HttpClient CreateApiClient(ConnectionPool? pool) => CreateClient(pool?._api.Value, static () => CreateApiHandler(null));

    /// <summary>Creates a client for the addresses of results.</summary>
    /// <param name="pool">The pool of its connections; null for connections of its own.</param>
    internal static HttpClient CreateDownloadClient(ConnectionPool? pool) => CreateClient(pool?._downloads.Value, static () => CreateDownloadHandler(null));

    /// <summary>Closes the connections, even when a client still uses them.</summary>
    public void Dispose()
    {
        foreach (var handler in (Lazy<SocketsHttpHandler>[])[_api, _downloads])
        {
            if (handler.IsValueCreated)
            {
                handler.Value.Dispose();
            }
        }
    }

    private static SocketsHttpHandler CreateApiHandler(ProxySettings? proxy)
    {
        var handler = Create(proxy);
        handler.AutomaticDecompression = DecompressionMethods.All;
        return handler;
    }

    private static SocketsHttpHandler CreateDownloadHandler(ProxySettings? proxy)
    {
        var handler = Create(proxy);

        // RedirectRule handles redirects, with the address as it was written; ContentCoding decodes where the bytes are checked.
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.ResponseHeaderEncodingSelector = static (name, _) => name.Equals("Location", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8 : null;
        return handler;
    }

    private static SocketsHttpHandler Create(ProxySettings? proxy) => new()
    {
        ConnectTimeout = ConnectTimeout,

        // All polls share one HTTP/2 connection. A ping detects a dead one; a timed-out poll does not close it as it would an HTTP/1.1 connection.
        KeepAlivePingDelay = PingInterval,
        KeepAlivePingTimeout = PingInterval,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = LongestIdle,
        Expect100ContinueTimeout = ContinueTimeout,
        PlaintextStreamFilter = static (context, _) =>
            ValueTask.FromResult(context.NegotiatedHttpVersion.Major == 1 ? new UploadStream(context.PlaintextStream) : context.PlaintextStream),
        UseCookies = false,

        // Neither a key nor an image may follow a redirect to another address.
        AllowAutoRedirect = false,
        Proxy = new OutsideProxy(proxy is null ? HttpClient.DefaultProxy : new WebProxy(proxy.Address) { Credentials = proxy.Credential }),
    };

    private static HttpClient CreateClient(SocketsHttpHandler? shared, Func<SocketsHttpHandler> create)
    {
        // HttpClient.Timeout looks like a cancellation; the pipeline has distinct time-outs.
        var client = new HttpClient(shared ?? create(), disposeHandler: shared is null) { Timeout = Timeout.InfiniteTimeSpan };
        var version = typeof(ConnectionPool).Assembly.GetName().Version!;
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"SkinEnhance/{version.Major}.{version.Minor}.{version.Build}");
        return client;
    }

    /// <summary>A proxy for addresses outside this computer. Its address has no user and password, because .NET includes it in messages.</summary>
    private sealed class OutsideProxy(IWebProxy inner) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => inner.Credentials;
            set => inner.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => !IsBypassed(destination) && inner.GetProxy(destination) is { } address ? ProxySettings.WithoutUser(address) : null;

        public bool IsBypassed(Uri host) => host.IsLoopback || inner.IsBypassed(host);
    }
}
