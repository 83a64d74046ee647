using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>A relay before an emulator that passes on requests and responses, and can stop one of them at any stage.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private const string ExpectContinue = "Expect: 100-continue\r\n";

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<FaultTarget, int> _counts = new();
    private readonly ConcurrentDictionary<string, int> _served = new();
    private readonly Uri _upstream;
    private readonly Task _accepting;
    private Hold? _hold;

    internal Relay(Uri upstream)
    {
        _upstream = upstream;

        // Unread bytes must stay with the sender as far as possible.
        _listener.ReceiveBufferSize = 8 * 1024;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/");
        _accepting = Task.Run(AcceptAsync);
    }

    internal Uri Address { get; }

    /// <summary>Stops a request at a stage, until its client ends.</summary>
    /// <param name="target">The kind of the request.</param>
    /// <param name="number">Which one of them, from 1, counted from the start.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="reached">Called when it is reached.</param>
    internal void StopAt(FaultTarget target, int number, RelayStage stage, Action reached) => _hold = new Hold(target, number, stage, reached);

    /// <summary>Whether these are exactly the bytes of a result of the service.</summary>
    internal bool HasServed(byte[] bytes) => _served.ContainsKey(Convert.ToHexString(SHA256.HashData(bytes)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_stop.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            using var upstream = new TcpClient();
            await using var near = new NetworkStream(client, ownsSocket: true);
            await upstream.ConnectAsync(IPAddress.Loopback, _upstream.Port, _stop.Token);
            await using var far = upstream.GetStream();
            while (await ReadHeadAsync(near) is { } head)
            {
                await PassOnAsync(head, near, far);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The client or the test has ended.
        }
    }

    private async Task PassOnAsync(string head, NetworkStream near, NetworkStream far)
    {
        var target = TargetOf(head);
        var number = _counts.AddOrUpdate(target, 1, (_, count) => count + 1);
        await StageAsync(RelayStage.Head);
        var length = LengthOf(head);
        var body = new byte[length];
        if (head.Contains(ExpectContinue, StringComparison.OrdinalIgnoreCase))
        {
            await near.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), _stop.Token);
            head = head.Replace(ExpectContinue, string.Empty, StringComparison.OrdinalIgnoreCase);
        }

        await near.ReadExactlyAsync(body.AsMemory(0, length / 2), _stop.Token);
        await StageAsync(RelayStage.HalfBody);
        await near.ReadExactlyAsync(body.AsMemory(length / 2), _stop.Token);
        await StageAsync(RelayStage.WholeBody);

        head = head.Replace(Address.Authority, _upstream.Authority, StringComparison.Ordinal);
        if (IsJson(head))
        {
            (head, body) = Lead(head, body, Address, _upstream);
        }

        await far.WriteAsync(Encoding.Latin1.GetBytes(head), _stop.Token);
        await far.WriteAsync(body, _stop.Token);
        var (answerHead, answer) = await ReadAnswerAsync(far);
        if (target == FaultTarget.Download)
        {
            _served[Convert.ToHexString(SHA256.HashData(answer))] = answer.Length;
        }

        await StageAsync(RelayStage.Answered);
        await near.WriteAsync(Encoding.Latin1.GetBytes(answerHead), _stop.Token);
        await near.WriteAsync(answer.AsMemory(0, answer.Length / 2), _stop.Token);
        await StageAsync(RelayStage.HalfAnswer);
        await near.WriteAsync(answer.AsMemory(answer.Length / 2), _stop.Token);
        await StageAsync(RelayStage.WholeAnswer);

        async Task StageAsync(RelayStage stage)
        {
            if (_hold is { } hold && hold.Target == target && hold.Number == number && hold.Stage == stage)
            {
                hold.Reached();
                if (stage != RelayStage.WholeAnswer)
                {
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }
            }
        }
    }

    /// <summary>Reads a response; replaces the addresses in it with those of the relay.</summary>
    private async Task<(string Head, byte[] Body)> ReadAnswerAsync(NetworkStream far)
    {
        var head = await ReadHeadAsync(far) ?? throw new IOException("The service has closed the connection.");
        var body = new byte[LengthOf(head)];
        await far.ReadExactlyAsync(body, _stop.Token);
        return IsJson(head) ? Lead(head, body, _upstream, Address) : (head, body);
    }

    /// <summary>Replaces the addresses in a body.</summary>
    private static (string Head, byte[] Body) Lead(string head, byte[] body, Uri from, Uri to)
    {
        var led = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(from.Authority, to.Authority, StringComparison.Ordinal));
        var lines = head.Split("\r\n").Select(line => IsLength(line) ? string.Create(CultureInfo.InvariantCulture, $"Content-Length: {led.Length}") : line);
        return (string.Join("\r\n", lines), led);
    }

    private static bool IsJson(string head) => head.Contains("application/json", StringComparison.OrdinalIgnoreCase);

    private async Task<string?> ReadHeadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || head[^1] != '\n' || head[^3] != '\n')
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        return Encoding.Latin1.GetString([.. head]);
    }

    private static FaultTarget TargetOf(string head)
    {
        var path = head.Split(' ')[1];
        return path.StartsWith("/customers/storage", StringComparison.Ordinal) || path.StartsWith("/storage/", StringComparison.Ordinal) ? FaultTarget.Storage
            : head.StartsWith("POST ", StringComparison.Ordinal) ? FaultTarget.Submit
            : path.StartsWith("/proxy/", StringComparison.Ordinal) || path.StartsWith("/api/", StringComparison.Ordinal) ? FaultTarget.Status
            : FaultTarget.Download;
    }

    private static int LengthOf(string head) =>
        head.Split("\r\n").FirstOrDefault(IsLength) is { } line ? int.Parse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture) : 0;

    private static bool IsLength(string line) => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase);

    private sealed record Hold(FaultTarget Target, int Number, RelayStage Stage, Action Reached);
}
