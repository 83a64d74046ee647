using System.Net;
using System.Text;

namespace SkinEnhance.Core.Http;

/// <summary>The ways out: to a provider's API with a key, and to result and upload addresses without one.</summary>
internal static class HttpHandlers
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);

    // How long a server may take to say that it wants the body; one that knows no such question gets it after this.
    private static readonly TimeSpan ContinueTimeout = TimeSpan.FromSeconds(0.5);

    private const long LargeBody = 256 * 1024;

    /// <summary>Whether a body is worth the round trip of asking first whether the server takes it.</summary>
    internal static bool IsLarge(HttpContent body) => body.Headers.ContentLength >= LargeBody;

    internal static HttpClient CreateApiClient(Uri baseAddress)
    {
        var handler = Create();

        // A key must not follow a redirect to another address.
        handler.AllowAutoRedirect = false;
        handler.UseProxy = !baseAddress.IsLoopback;
        return CreateClient(handler);
    }

    internal static HttpClient CreateDownloadClient()
    {
        var handler = Create();

        // Redirects are followed by rules of their own, with the address as it was written; codings are undone where the bytes are checked.
        handler.AllowAutoRedirect = false;
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.ResponseHeaderEncodingSelector = static (name, _) => name.Equals("Location", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8 : null;
        handler.Proxy = new LoopbackBypass(HttpClient.DefaultProxy);
        return CreateClient(handler);
    }

    internal static HttpClient CreateUploadClient()
    {
        var handler = Create();

        // An image must not follow a redirect to another address.
        handler.AllowAutoRedirect = false;
        handler.Proxy = new LoopbackBypass(HttpClient.DefaultProxy);
        return CreateClient(handler);
    }

    private static SocketsHttpHandler Create() => new()
    {
        ConnectTimeout = ConnectTimeout,

        // All questions share one HTTP/2 connection, and a question that times out does not leave it, as one of HTTP/1.1 leaves its own.
        KeepAlivePingDelay = PingInterval,
        KeepAlivePingTimeout = PingInterval,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        Expect100ContinueTimeout = ContinueTimeout,
        PlaintextStreamFilter = static (context, _) =>
            ValueTask.FromResult(context.NegotiatedHttpVersion.Major == 1 ? new UploadStream(context.PlaintextStream) : context.PlaintextStream),
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
    };

    private static HttpClient CreateClient(SocketsHttpHandler handler)
    {
        // Its own time-outs look like cancellation; the pipeline has real ones.
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var version = typeof(HttpHandlers).Assembly.GetName().Version!;
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"SkinEnhance/{version.Major}.{version.Minor}.{version.Build}");
        return client;
    }

    private sealed class LoopbackBypass(IWebProxy inner) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => inner.Credentials;
            set => inner.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : inner.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || inner.IsBypassed(host);
    }
}
