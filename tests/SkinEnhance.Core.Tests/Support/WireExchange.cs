using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SkinEnhance.Core.Tests.Support;

/// <summary>A request whose head has come, and the connection that it came on.</summary>
internal sealed class WireExchange(WireRequest request, Socket socket, Stream stream, CancellationToken stop)
{
    private byte[] _body = [];

    internal WireRequest Request => request;

    /// <summary>Cancelled when the server is disposed.</summary>
    internal CancellationToken Stop => stop;

    internal bool IsClosed { get; private set; }

    internal bool IsRead => _body.Length == Announced;

    private long Announced => request.Header("Content-Length") is { } length ? long.Parse(length, CultureInfo.InvariantCulture) : 0;

    /// <summary>Reads the body, or no more than a part of it.</summary>
    internal async Task ReadBodyAsync(long atMost = long.MaxValue)
    {
        var buffer = new byte[64 * 1024];
        var wanted = Math.Min(Announced, atMost);
        using var body = new MemoryStream();
        body.Write(_body);
        while (body.Length < wanted)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, wanted - body.Length)), stop);
            if (read == 0)
            {
                throw new EndOfStreamException("The client closed the connection within the body.");
            }

            body.Write(buffer, 0, read);
        }

        request.Body = _body = body.ToArray();
    }

    internal async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, stop);
        await stream.FlushAsync(stop);
    }

    /// <summary>Sends a whole answer.</summary>
    internal Task AnswerAsync(int status, byte[] body, params string[] headers) => WriteAsync((byte[])[.. Head(status, body.Length, headers), .. body]);

    /// <summary>The head of an answer whose announced length may be a lie.</summary>
    internal static byte[] Head(int status, long length, params string[] headers) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 {status} Scripted\r\nContent-Length: {length}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    /// <summary>Ends the connection in order.</summary>
    internal void Close()
    {
        IsClosed = true;
        socket.Shutdown(SocketShutdown.Both);
        socket.Close();
    }

    /// <summary>Breaks the connection off.</summary>
    internal void Reset()
    {
        IsClosed = true;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
