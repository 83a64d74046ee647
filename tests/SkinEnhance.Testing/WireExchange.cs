using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SkinEnhance.Testing;

/// <summary>A request whose head has come, and the connection that it came on.</summary>
public sealed class WireExchange(WireRequest request, Socket socket, Stream stream, CancellationToken stop)
{
    private byte[] _body = [];
    private long _read;

    public WireRequest Request => request;

    /// <summary>Cancelled when the server is disposed.</summary>
    public CancellationToken Stop => stop;

    public bool IsClosed { get; private set; }

    /// <summary>Whether a client that asks before it sends the body is told to go on; one that is not has to find out.</summary>
    public bool SaysContinue { get; set; } = true;

    public bool IsRead => _read == Announced;

    private long Announced => request.Header("Content-Length") is { } length ? long.Parse(length, CultureInfo.InvariantCulture) : 0;

    /// <summary>Reads the body, or no more than a part of it.</summary>
    public async Task ReadBodyAsync(long atMost = long.MaxValue)
    {
        using var body = new MemoryStream();
        body.Write(_body);
        await ReadBodyAsync(body, atMost);
        request.Body = _body = body.ToArray();
    }

    /// <summary>Reads the body, or no more than a part of it, into a stream that keeps of it what it likes.</summary>
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
                throw new EndOfStreamException("The client closed the connection within the body.");
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

    /// <summary>Sends a whole answer.</summary>
    public Task AnswerAsync(int status, byte[] body, params string[] headers) => WriteAsync((byte[])[.. Head(status, body.Length, headers), .. body]);

    /// <summary>The head of an answer whose announced length may be a lie.</summary>
    public static byte[] Head(int status, long length, params string[] headers) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 {status} Scripted\r\nContent-Length: {length}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    /// <summary>Ends the connection in order.</summary>
    public void Close()
    {
        IsClosed = true;
        socket.Shutdown(SocketShutdown.Both);
        socket.Close();
    }

    /// <summary>Breaks the connection off.</summary>
    public void Reset()
    {
        IsClosed = true;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
