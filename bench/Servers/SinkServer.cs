using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SkinEnhance.Bench.Servers;

/// <summary>
/// Takes uploads and throws them away. It does as little as HTTP/1.1 allows, so that what is measured beside it is the client: a submission
/// is accepted whatever it holds, its task is done when it is asked for, and every result is the same small image.
/// </summary>
/// <remarks>It knows the routes of Comfy's proxy, of Comfy's storage, and the model route that Comfy's own client in TypeScript posts to.</remarks>
internal sealed class SinkServer : IServer
{
    private const int BufferLength = 256 * 1024;
    private const string Proxy = "/proxy/freepik/v1/ai/";
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] GoOn = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();
    private static readonly byte[] Result = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==");

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly bool _isSilent;
    private readonly Lock _gate = new();
    private readonly List<DateTimeOffset> _submissions = [];
    private long _bodyBytes;
    private DateTimeOffset? _firstRequestAt;

    /// <param name="isSilent">Whether no request is ever answered.</param>
    internal SinkServer(bool isSilent)
    {
        _isSilent = isSilent;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(256);
        Address = new Uri(Invariant($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/"));
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    public string Key => "comfyui-bench";

    public string AILabKey => "ailab-bench";

    public ServerReport Report()
    {
        lock (_gate)
        {
            return new ServerReport
            {
                Submissions = _submissions.Count,
                BodyBytes = _bodyBytes,
                FirstRequestAt = _firstRequestAt,
                SubmissionTimes = [.. _submissions],
            };
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync(_stop.Token);
            }
            catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }

            client.NoDelay = true;
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var _ = client;
        try
        {
            var buffer = GC.AllocateUninitializedArray<byte>(BufferLength);
            var filled = 0;
            while (await ReadHeadAsync(client, buffer, filled) is (var head, { } read))
            {
                NoteFirst();
                var request = SinkRequest.Parse(Encoding.ASCII.GetString(buffer, 0, head));
                if (request.BodyLength is not { } length)
                {
                    await SendAsync(client, Answer("411 Length Required", "text/plain", "A body needs a length here."u8));
                    await DrainAsync(client, buffer);
                    return;
                }

                if (request.ExpectsContinue)
                {
                    await SendAsync(client, GoOn);
                }

                filled = await DiscardAsync(client, buffer, head, read, length);
                if (_isSilent)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
                }

                await SendAsync(client, Handle(request, length));
                if (request.Closes)
                {
                    return;
                }
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has left, or the measurement is over.
        }
    }

    /// <summary>Reads until a head is whole.</summary>
    /// <returns>Its length with the empty line, and how much was read in all; nothing when the client has closed.</returns>
    private async Task<(int Head, int? Read)> ReadHeadAsync(Socket client, byte[] buffer, int filled)
    {
        while (true)
        {
            var end = buffer.AsSpan(0, filled).IndexOf(EndOfHead);
            if (end >= 0)
            {
                return (end + EndOfHead.Length, filled);
            }

            var read = await client.ReceiveAsync(buffer.AsMemory(filled), _stop.Token);
            if (read == 0)
            {
                return (0, null);
            }

            filled += read;
        }
    }

    /// <summary>Takes the body off the connection.</summary>
    /// <returns>How many bytes of the next request were read with it; they are at the buffer's beginning.</returns>
    private async Task<int> DiscardAsync(Socket client, byte[] buffer, int head, int filled, long length)
    {
        var here = (int)Math.Min(filled - head, length);
        for (var left = length - here; left > 0;)
        {
            // Truncated has the kernel drop what arrived without copying it.
            var read = await client.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), SocketFlags.Truncated, _stop.Token);
            if (read == 0)
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }

            left -= read;
        }

        var next = filled - head - here;
        buffer.AsSpan(head + here, next).CopyTo(buffer);
        return next;
    }

    /// <summary>Takes what the client still sends until it closes: to close with bytes unread is a reset, which may overtake the answer.</summary>
    private async Task DrainAsync(Socket client, byte[] buffer)
    {
        client.Shutdown(SocketShutdown.Send);
        while (await client.ReceiveAsync(buffer, _stop.Token) > 0)
        {
            // Thrown away.
        }
    }

    private byte[] Handle(SinkRequest request, long length)
    {
        Interlocked.Add(ref _bodyBytes, length);
        var path = request.Target.Split('?')[0];
        switch (request.Method)
        {
            case "POST" when path.StartsWith(Proxy, StringComparison.Ordinal):
                NoteSubmission();
                return Json($$$"""{"data":{"task_id":"{{{Guid.NewGuid()}}}","status":"CREATED","generated":[]}}""");
            case "POST" when path == "/api/portrait/effects/smart-skin":
                NoteSubmission();
                return Json($$$"""{"error_code":0,"data":{"image_url":"{{{Address}}}results/{{{Guid.NewGuid()}}}.png"}}""");
            case "POST" when path.StartsWith("/v2/models/", StringComparison.Ordinal):
                NoteSubmission();
                return Json($$"""{"generated":["{{Address}}results/result.png"]}""");
            case "GET" when path.StartsWith(Proxy, StringComparison.Ordinal):
                var id = path[(path.LastIndexOf('/') + 1)..];
                return Json($$$"""{"data":{"task_id":"{{{id}}}","status":"COMPLETED","generated":["{{{Address}}}results/{{{id}}}.png"]}}""");
            case "GET" when path.StartsWith("/results/", StringComparison.Ordinal):
                return Answer("200 OK", "image/png", Result);
            case "POST" when path == "/customers/storage":
                return Json($$"""{"upload_url":"{{Address}}storage/{{Guid.NewGuid()}}","download_url":"{{Address}}storage/{{Guid.NewGuid()}}","expires_at":"2100-01-01T00:00:00Z","existing_file":false}""");
            case "PUT" when path.StartsWith("/storage/", StringComparison.Ordinal):
                return Answer("200 OK", "text/plain", []);
            default:
                return Answer("404 Not Found", "text/plain", "No such route."u8);
        }
    }

    private void NoteFirst()
    {
        if (_firstRequestAt is null)
        {
            lock (_gate)
            {
                _firstRequestAt ??= DateTimeOffset.UtcNow;
            }
        }
    }

    private void NoteSubmission()
    {
        lock (_gate)
        {
            _submissions.Add(DateTimeOffset.UtcNow);
        }
    }

    private static byte[] Json(string text) => Answer("200 OK", "application/json", Encoding.UTF8.GetBytes(text));

    private static byte[] Answer(string status, string type, ReadOnlySpan<byte> body) =>
        [.. Encoding.ASCII.GetBytes(Invariant($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n")), .. body];

    private async Task SendAsync(Socket client, byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await client.SendAsync(bytes.AsMemory(sent), _stop.Token);
        }
    }
}
