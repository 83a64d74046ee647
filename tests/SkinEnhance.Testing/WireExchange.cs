using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SkinEnhance.Testing;

/// <summary>A request whose headers were received, and its connection.</summary>
public sealed class WireExchange(WireRequest request, Socket socket, Stream stream, CancellationToken stop)
{
    private byte[] _body = [];
    private long _read;

    public WireRequest Request => request;

    /// <summary>Cancelled when the server is disposed.</summary>
    public CancellationToken Stop => stop;

    public bool IsClosed { get; private set; }

    /// <summary>Whether a request with Expect: 100-continue receives 100 Continue; otherwise the client waits for its time-out.</summary>
    public bool SaysContinue { get; set; } = true;

    public bool IsRead => _read == Announced;

    private long Announced => request.Header("Content-Length") is { } length ? long.Parse(length, CultureInfo.InvariantCulture) : 0;

    /// <summary>Reads the body, or a part of it.</summary>
    public async Task ReadBodyAsync(long atMost = long.MaxValue)
    {
        using var body = new MemoryStream();
        body.Write(_body);
        await ReadBodyAsync(body, atMost);
        request.Body = _body = body.ToArray();
    }

    /// <summary>Reads the body, or a part of it, into a stream.</summary>
    public async Task ReadBodyAsync(Stream target, long atMost = long.MaxValue)
    {
        var buffer = new byte[64 * 1024];
        var wanted = Math.Min(Announced, atMost);
        if (SaysContinue && _read == 0 && request.Header("Expect") == "100-continue")
        {
            await WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
        }

        while (_read < wanted)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, wanted - _read)), stop);
            if (read == 0)
            {
                throw new EndOfStreamException("The client closed the connection during the body.");
            }

            await target.WriteAsync(buffer.AsMemory(0, read), stop);
            _read += read;
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, stop);
        await stream.FlushAsync(stop);
    }

    /// <summary>Sends a complete response.</summary>
    public Task RespondAsync(int status, byte[] body, params string[] headers) => WriteAsync((byte[])[.. Head(status, body.Length, headers), .. body]);

    /// <summary>The headers of a response whose declared length may be wrong.</summary>
    public static byte[] Head(int status, long length, params string[] headers) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 {status} Scripted\r\nContent-Length: {length}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    /// <summary>Closes the connection.</summary>
    public void Close()
    {
        IsClosed = true;
        socket.Shutdown(SocketShutdown.Both);
        socket.Close();
    }

    /// <summary>Resets the connection.</summary>
    public void Reset()
    {
        IsClosed = true;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
