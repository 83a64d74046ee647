using System.Net;

namespace SkinEnhance.Emulator.Http;

/// <summary>One request to the emulator and its response.</summary>
internal sealed class Exchange
{
    private readonly HttpListenerContext _context;
    private readonly EmulatorRecord _record;

    public Exchange(HttpListenerContext context, EmulatorRecord record, DateTimeOffset now, Route route)
    {
        _context = context;
        _record = record;
        Route = route;
        var request = context.Request;
        Seen = new RecordedRequest
        {
            Number = record.NextNumber(),
            At = now,
            ClientPort = request.RemoteEndPoint.Port,
            Method = request.HttpMethod,
            Path = request.Url!.AbsolutePath,
            Query = QueryOf(request),
            Headers = request.Headers.AllKeys.OfType<string>().ToDictionary(name => name, name => request.Headers[name] ?? string.Empty, StringComparer.OrdinalIgnoreCase),
            ContentType = request.ContentType,
            Target = route.Target,
            Provider = route.Api.Provider,
            Operation = route.Operation,
        };
        record.Put(Seen);
    }

    public Route Route { get; }

    /// <summary>The recorded data of the request so far.</summary>
    public RecordedRequest Seen { get; private set; }

    public RequestBody Body { get; private set; } = RequestBody.None;

    /// <summary>The declared length of the body; -1 when it is chunked.</summary>
    public long AnnouncedLength => _context.Request.ContentLength64;

    public Stream Input => _context.Request.InputStream;

    public string? Header(string name) => Seen.Headers.GetValueOrDefault(name);

    /// <summary>Adds to the record of the request.</summary>
    /// <param name="change">The change.</param>
    public void Note(Func<RecordedRequest, RecordedRequest> change)
    {
        Seen = change(Seen);
        _record.Put(Seen);
    }

    /// <summary>Records faults that applied, in addition to earlier ones.</summary>
    /// <param name="faults">The faults.</param>
    public void NoteFaults(params IEnumerable<Fault> faults)
    {
        var names = string.Join('+', faults.Select(fault => fault.Name).Prepend(Seen.Fault).OfType<string>());
        if (names.Length > 0)
        {
            Note(seen => seen with { Fault = names });
        }
    }

    public void Received(RequestBody body, long length)
    {
        Body = body;
        Note(seen => seen with
        {
            ContentLength = length,
            Fields = Fields(body),
            ImageSha256 = body.File?.Sha256,
            ImageFormat = body.File?.Image?.Format ?? ImageFormat.Unknown,
            ImagePartFileName = body.PartFileName,
            ImagePartContentType = body.PartContentType,
            ImageUrl = body.ImageUrl,
        });
    }

    /// <summary>Sends a response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="limit">How many bytes of its body are sent; the connection is closed when that is not the whole body.</param>
    /// <param name="cancellationToken">Cancels sending.</param>
    /// <returns>A task that ends when it is sent.</returns>
    public async Task SendAsync(Response response, long limit, CancellationToken cancellationToken)
    {
        var head = SetHead(response);
        head.ContentLength64 = response.Content.Length;
        await response.Content.CopyToAsync(head.OutputStream, limit, cancellationToken).ConfigureAwait(false);
        if (limit < response.Content.Length)
        {
            ConnectionReset.Drop(_context);
        }
        else
        {
            head.Close();
        }
    }

    /// <summary>Sends a response without a length; the connection's close ends it.</summary>
    /// <param name="response">The response.</param>
    /// <param name="limit">How many bytes of its body are sent.</param>
    /// <param name="isEndless">Whether zeros follow until the client closes the connection.</param>
    /// <param name="cancellationToken">Cancels sending.</param>
    /// <returns>A task that ends when it is sent.</returns>
    public async Task SendUnannouncedAsync(Response response, long limit, bool isEndless, CancellationToken cancellationToken)
    {
        var head = SetHead(response);

        // Of the listener's HTTP versions, only 1.0 has bodies without a length or chunks.
        head.ProtocolVersion = HttpVersion.Version10;
        head.KeepAlive = false;
        await response.Content.CopyToAsync(head.OutputStream, limit, cancellationToken).ConfigureAwait(false);
        while (isEndless)
        {
            await head.OutputStream.WriteAsync(new byte[64 * 1024], cancellationToken).ConfigureAwait(false);
        }

        head.Close();
    }

    public void Reset() => ConnectionReset.Reset(_context);

    /// <summary>The query as it was sent: a signature is compared character by character.</summary>
    private static string QueryOf(HttpListenerRequest request)
    {
        var target = request.RawUrl ?? string.Empty;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? string.Empty : target[query..];
    }

    private HttpListenerResponse SetHead(Response response)
    {
        // Before the response is sent: a client that has received it must find it in the record.
        Note(seen => seen with { StatusCode = response.Status, WasReplayed = response.IsReplay });
        var head = _context.Response;
        head.StatusCode = response.Status;
        head.ContentType = response.ContentType;
        foreach (var (name, value) in response.Headers)
        {
            head.Headers[name] = value;
        }

        return head;
    }

    private static Dictionary<string, string> Fields(RequestBody body)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in body.JsonFields)
        {
            fields[name] = value.GetRawText();
        }

        foreach (var (name, value) in body.FormFields)
        {
            fields[name] = value;
        }

        return fields;
    }
}
