using System.Net;

namespace SkinEnhance.Emulator.Http;

/// <summary>One request on its way through the emulator.</summary>
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

    /// <summary>What is known of the request by now.</summary>
    public RecordedRequest Seen { get; private set; }

    public RequestBody Body { get; private set; } = RequestBody.None;

    /// <summary>Announced length of the body; -1 when it is chunked.</summary>
    public long AnnouncedLength => _context.Request.ContentLength64;

    public Stream Input => _context.Request.InputStream;

    public string? Header(string name) => Seen.Headers.GetValueOrDefault(name);

    /// <summary>Adds to what is recorded of the request.</summary>
    /// <param name="change">The addition.</param>
    public void Note(Func<RecordedRequest, RecordedRequest> change)
    {
        Seen = change(Seen);
        _record.Put(Seen);
    }

    /// <summary>Records that faults struck, beside those that did before.</summary>
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

    /// <summary>Sends an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="limit">How many bytes of its body are sent; the connection is closed when that is not all of it.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <returns>A task that ends when it is sent.</returns>
    public async Task SendAsync(Answer answer, long limit, CancellationToken cancellationToken)
    {
        var response = SetHead(answer);
        response.ContentLength64 = answer.Content.Length;
        await answer.Content.CopyToAsync(response.OutputStream, limit, cancellationToken).ConfigureAwait(false);
        if (limit < answer.Content.Length)
        {
            ConnectionReset.Drop(_context);
        }
        else
        {
            response.Close();
        }
    }

    /// <summary>Sends an answer whose end is the connection's.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="limit">How many bytes of its body are sent.</param>
    /// <param name="isEndless">Whether zeros follow until the client goes away.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <returns>A task that ends when it is sent.</returns>
    public async Task SendUnannouncedAsync(Answer answer, long limit, bool isEndless, CancellationToken cancellationToken)
    {
        var response = SetHead(answer);

        // Of the versions that the listener speaks, 1.0 alone has bodies without length or chunks.
        response.ProtocolVersion = HttpVersion.Version10;
        response.KeepAlive = false;
        await answer.Content.CopyToAsync(response.OutputStream, limit, cancellationToken).ConfigureAwait(false);
        while (isEndless)
        {
            await response.OutputStream.WriteAsync(new byte[64 * 1024], cancellationToken).ConfigureAwait(false);
        }

        response.Close();
    }

    public void Reset() => ConnectionReset.Reset(_context);

    /// <summary>The query as it was sent: a signature is checked letter by letter.</summary>
    private static string QueryOf(HttpListenerRequest request)
    {
        var target = request.RawUrl ?? string.Empty;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? string.Empty : target[query..];
    }

    private HttpListenerResponse SetHead(Answer answer)
    {
        // A client that has the answer must find it in the record.
        Note(seen => seen with { StatusCode = answer.Status, WasReplayed = answer.IsReplay });
        var response = _context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        return response;
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
