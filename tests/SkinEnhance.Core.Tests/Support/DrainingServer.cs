using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SkinEnhance.Core.Tests.Support;

/// <summary>Takes one request, keeps nothing of its body, and gives one answer.</summary>
internal sealed class DrainingServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly byte[] _answer;

    internal DrainingServer(string json)
    {
        _answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\nConnection: close\r\n\r\n{json}");
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/");
        Length = Task.Run(ServeAsync);
    }

    internal Uri Address { get; }

    /// <summary>Ends with the length of the body.</summary>
    internal Task<long> Length { get; }

    private async Task<long> ServeAsync()
    {
        using var client = await _listener.AcceptAsync();
        var filled = 0;
        int end;
        do
        {
            filled += await client.ReceiveAsync(_buffer.AsMemory(filled));
            end = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }
        while (end < 0);
        var head = Encoding.ASCII.GetString(_buffer, 0, end);
        var length = long.Parse(
            head.Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        for (var got = (long)filled - end - 4; got < length;)
        {
            var read = await client.ReceiveAsync(_buffer);
            Assert.NotEqual(0, read);
            got += read;
        }

        await client.SendAsync(_answer);
        return length;
    }

    public void Dispose() => _listener.Dispose();
}
