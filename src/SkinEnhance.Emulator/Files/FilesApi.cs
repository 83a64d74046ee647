using SkinEnhance.Emulator.Comfy;
using SkinEnhance.Emulator.Http;

namespace SkinEnhance.Emulator.Files;

/// <summary>The hosts for uploads and results. Their addresses grant access, so a key must not be sent there.</summary>
internal sealed class FilesApi(ComfyStorage storage, ResultStore results) : Api
{
    private static readonly string[] KeyHeaders = ["X-API-Key", "Authorization", "ailabapi-api-key"];

    public override string? Provider => null;

    public override Route? Find(string method, string path)
    {
        var (target, allowed, body, handle) = path switch
        {
            _ when path.StartsWith("/storage/upload/", StringComparison.Ordinal) => (FaultTarget.Storage, "PUT", BodyKind.File, (Func<Exchange, Response>)storage.Put),
            _ when path.StartsWith("/storage/download/", StringComparison.Ordinal) => (FaultTarget.Storage, "GET", BodyKind.None, storage.Get),
            _ when path.StartsWith("/results/", StringComparison.Ordinal) => (FaultTarget.Download, "GET", BodyKind.None, results.Get),
            _ => default,
        };
        if (handle is null)
        {
            return null;
        }

        return method == allowed
            ? new Route(this, target, body, (exchange, _) => Task.FromResult(handle(exchange)))
            : new Route(this, FaultTarget.Any, BodyKind.None, (exchange, _) => Task.FromResult(Error(exchange, 405, null, "Not allowed here.")));
    }

    public override Response Error(Exchange exchange, int status, string? code, string message) => Response.Text(status, message);

    public override Response? Admit(Exchange exchange) =>
        KeyHeaders.Any(name => exchange.Header(name) is not null) ? Response.Text(400, "The request has a key, which must not be sent to this host.") : null;
}

/// <summary>The page that describes the emulator, and the response to every unknown address.</summary>
internal sealed class HomePage(string text) : Api
{
    public override string? Provider => null;

    public override Route Find(string method, string path) => new(
        this,
        FaultTarget.Any,
        BodyKind.None,
        (exchange, _) => Task.FromResult(method == "GET" && path == "/" ? Response.Text(200, text) : Error(exchange, 404, null, "Nothing is served here.")));

    public override Response Error(Exchange exchange, int status, string? code, string message) => Response.Text(status, message);
}
