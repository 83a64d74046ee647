using System.Net;
using System.Text;
using SkinEnhance.Core.Settings;

namespace SkinEnhance.Core.Transport;

/// <summary>The connections to the providers' APIs, with a key, and to result and upload addresses, without one. Clients that share a pool share its
/// connections, so that calls in a loop make no new ones.</summary>
public sealed class ConnectionPool : IDisposable
{
    private const long LargeBody = 256 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);

    // How long a server may take to say that it wants the body; one that knows no such question gets it after this.
    private static readonly TimeSpan ContinueTimeout = TimeSpan.FromSeconds(0.5);

    // Shorter than servers and balancers keep an idle connection: a paid request that meets its end is Unknown.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(20);

    private readonly Lazy<SocketsHttpHandler> _api;
    private readonly Lazy<SocketsHttpHandler> _downloads;

    /// <summary>Creates a pool without any connection.</summary>
    /// <param name="proxy">The proxy of all its connections but those to this computer; the one that the environment or the system names when null.</param>
    public ConnectionPool(ProxySettings? proxy = null)
    {
        Proxy = proxy;
        _api = new Lazy<SocketsHttpHandler>(() => CreateApiHandler(proxy));
        _downloads = new Lazy<SocketsHttpHandler>(() => CreateDownloadHandler(proxy));
    }

    /// <summary>The proxy; null for the one that the environment or the system names.</summary>
    public ProxySettings? Proxy { get; }

    /// <summary>Whether a body is worth the round trip of asking first whether the server takes it.</summary>
    internal static bool IsLarge(HttpContent body) => body.Headers.ContentLength >= LargeBody;

    /// <summary>Makes a client for an API or an upload address.</summary>
    /// <param name="pool">Whose connections it uses; its own when null.</param>
    internal static HttpClient CreateApiClient(ConnectionPool? pool) => CreateClient(pool?._api.Value, static () => CreateApiHandler(null));

    /// <summary>Makes a client for the addresses of results.</summary>
    /// <param name="pool">Whose connections it uses; its own when null.</param>
    internal static HttpClient CreateDownloadClient(ConnectionPool? pool) => CreateClient(pool?._downloads.Value, static () => CreateDownloadHandler(null));

    /// <summary>Closes the connections, also those that a client still uses.</summary>
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

        // Redirects are followed by rules of their own, with the address as it was written; codings are undone where the bytes are checked.
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.ResponseHeaderEncodingSelector = static (name, _) => name.Equals("Location", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8 : null;
        return handler;
    }

    private static SocketsHttpHandler Create(ProxySettings? proxy) => new()
    {
        ConnectTimeout = ConnectTimeout,

        // All questions share one HTTP/2 connection, and a question that times out does not leave it, as one of HTTP/1.1 leaves its own.
        KeepAlivePingDelay = PingInterval,
        KeepAlivePingTimeout = PingInterval,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = LongestIdle,
        Expect100ContinueTimeout = ContinueTimeout,
        PlaintextStreamFilter = static (context, _) =>
            ValueTask.FromResult(context.NegotiatedHttpVersion.Major == 1 ? new UploadStream(context.PlaintextStream) : context.PlaintextStream),
        UseCookies = false,

        // Neither a key nor an image must follow a redirect to another address.
        AllowAutoRedirect = false,
        Proxy = new OutsideProxy(proxy is null ? HttpClient.DefaultProxy : new WebProxy(proxy.Address) { Credentials = proxy.Credential }),
    };

    private static HttpClient CreateClient(SocketsHttpHandler? shared, Func<SocketsHttpHandler> create)
    {
        // Its own time-outs look like cancellation; the pipeline has real ones.
        var client = new HttpClient(shared ?? create(), disposeHandler: shared is null) { Timeout = Timeout.InfiniteTimeSpan };
        var version = typeof(ConnectionPool).Assembly.GetName().Version!;
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"SkinEnhance/{version.Major}.{version.Minor}.{version.Build}");
        return client;
    }

    /// <summary>A proxy for what is not on this computer. Its address is without user and password, for it gets into messages of the platform.</summary>
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
