using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace SkinEnhance.Cli.Tests.Support;

/// <summary>A front end before a server, as the services have: TLS, and HTTP/2 for clients that request it.</summary>
internal sealed class TlsRelay : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpClient _client = new();

    private TlsRelay(WebApplication application) => _application = application;

    internal Uri Address => new(_application.Urls.Single().TrimEnd('/') + "/");

    /// <summary>The received requests: method and protocol.</summary>
    internal ConcurrentQueue<(string Method, string Protocol)> Seen { get; } = new();

    /// <summary>Starts it.</summary>
    /// <param name="target">The server to pass everything to.</param>
    /// <param name="certificatePath">The file for the certificate to trust.</param>
    internal static async Task<TlsRelay> StartAsync(Uri target, string certificatePath)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var created = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(certificatePath, created.ExportCertificatePem());
        var certificate = X509CertificateLoader.LoadPkcs12(created.Export(X509ContentType.Pfx), null);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(certificate);
        }));
        var application = builder.Build();
        var relay = new TlsRelay(application);
        application.Run(context => relay.PassOnAsync(context, target));
        await application.StartAsync();
        return relay;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassOnAsync(HttpContext context, Uri target)
    {
        Seen.Enqueue((context.Request.Method, context.Request.Protocol));
        using var message = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(target, context.Request.Path.Value![1..]));
        if (context.Request.ContentLength > 0)
        {
            message.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, values) in context.Request.Headers.Where(header => header.Key is not "Host"))
        {
            if (!message.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
            }
        }

        using var answer = await _client.SendAsync(message, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
