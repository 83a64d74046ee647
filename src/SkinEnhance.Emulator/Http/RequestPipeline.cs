using System.IO.Compression;
using SkinEnhance.Emulator.Faults;

namespace SkinEnhance.Emulator.Http;

/// <summary>The way of a request: arrival, body, faults, admission, execution, answer.</summary>
internal sealed class RequestPipeline(FaultScript faults, BodyReader bodies, long maxRequestBytes)
{
    public async Task RunAsync(Exchange exchange, CancellationToken stop)
    {
        if (faults.Take(FaultStage.Arrival, exchange.Seen) is { } early)
        {
            exchange.NoteFaults(early);
            if (early.Kind == FaultKind.EarlyAnswer)
            {
                await exchange.SendAsync(exchange.Route.Api.Finish(Make(early, exchange)), long.MaxValue, stop).ConfigureAwait(false);
                return;
            }

            await ReadPartAsync(exchange, early.Kind == FaultKind.ResetMidUpload ? early.Count : 0, stop).ConfigureAwait(false);
            exchange.Reset();
            return;
        }

        if (!await ReceiveAsync(exchange, stop).ConfigureAwait(false))
        {
            return;
        }

        var api = exchange.Route.Api;
        var fault = faults.Take(FaultStage.Outcome, exchange.Seen);
        if (fault is not null and not { Kind: FaultKind.Hang })
        {
            exchange.NoteFaults(fault);
        }

        Answer answer;
        if (fault is { Kind: FaultKind.Answer, AfterAccept: false })
        {
            answer = Make(fault, exchange);
            api.Settle(exchange, answer, fault.StoreForKey);
        }
        else
        {
            answer = await ExecuteAsync(exchange, fault, stop).ConfigureAwait(false);
        }

        answer = api.Finish(answer);
        switch (fault?.Kind)
        {
            case FaultKind.Reset:
                exchange.Reset();
                return;
            case FaultKind.Hang when fault.AfterAccept:
                await HangAsync(exchange, fault, stop).ConfigureAwait(false);
                break;
        }

        var sending = fault?.Kind switch
        {
            FaultKind.CutOffBody => exchange.SendAsync(answer, answer.Content.Length / 2, stop),
            FaultKind.CutOffWithoutLength => exchange.SendUnannouncedAsync(answer, answer.Content.Length / 2, isEndless: false, stop),
            FaultKind.Endless => exchange.SendUnannouncedAsync(answer, answer.Content.Length, isEndless: true, stop),
            _ => exchange.SendAsync(answer, long.MaxValue, stop),
        };
        await sending.ConfigureAwait(false);
    }

    private async Task<Answer> ExecuteAsync(Exchange exchange, Fault? fault, CancellationToken stop)
    {
        var api = exchange.Route.Api;
        var refused = api.Admit(exchange);
        Answer? answer = null;
        var store = false;
        try
        {
            if (fault is { Kind: FaultKind.Hang, AfterAccept: false })
            {
                await HangAsync(exchange, fault, stop).ConfigureAwait(false);
            }

            if (refused is not null)
            {
                return refused;
            }

            answer = await exchange.Route.Handle(exchange, stop).ConfigureAwait(false);
            var sent = fault?.Kind switch
            {
                FaultKind.Answer => Make(fault, exchange),
                FaultKind.Coded => await CodeAsync(answer, fault.Text, stop).ConfigureAwait(false),
                FaultKind.CutOffJson => await CutOffAsync(answer, stop).ConfigureAwait(false),
                _ => answer,
            };
            store = fault?.StoreForKey == true;
            answer = store ? sent : answer;
            return sent;
        }
        finally
        {
            api.Settle(exchange, answer, store);
        }
    }

    /// <summary>Reads the whole body, whatever becomes of the request: a client that still sends does not read its answer.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <returns>Whether the request is complete and is to be answered by its route.</returns>
    private async Task<bool> ReceiveAsync(Exchange exchange, CancellationToken stop)
    {
        using var input = new MeteredStream(exchange.Input, maxRequestBytes);
        RequestBody body;
        try
        {
            body = await bodies.ReadAsync(exchange.Route.Body, exchange.Seen.ContentType, input, stop).ConfigureAwait(false);
        }
        catch (BodyTooLargeException)
        {
            await input.DrainAsync(stop).ConfigureAwait(false);
            exchange.Received(RequestBody.None, input.Count);
            var answer = exchange.Route.Api.Error(exchange, 413, null, $"The body has more than {maxRequestBytes} bytes.");
            await exchange.SendAsync(exchange.Route.Api.Finish(answer), long.MaxValue, stop).ConfigureAwait(false);
            return false;
        }

        exchange.Received(body, input.Count);
        if (input.Count < exchange.AnnouncedLength)
        {
            // The client went away while it sent: what it meant to say is not known, so nothing is carried out.
            exchange.Reset();
            return false;
        }

        return true;
    }

    private async Task HangAsync(Exchange exchange, Fault fault, CancellationToken stop)
    {
        // Recorded only now, so that whoever waits for the record can count on the request hanging, and release it.
        var released = faults.Released;
        exchange.NoteFaults(fault);
        await released.WaitAsync(stop).ConfigureAwait(false);
    }

    private static async Task ReadPartAsync(Exchange exchange, int count, CancellationToken stop)
    {
        var buffer = new byte[Math.Min(count, 64 * 1024)];
        while (count > 0)
        {
            var read = await exchange.Input.ReadAsync(buffer.AsMemory(0, Math.Min(count, buffer.Length)), stop).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            count -= read;
        }
    }

    private static Answer Make(Fault fault, Exchange exchange)
    {
        var answer = fault.Body is { } body
            ? new Answer(fault.Status) { Content = Content.FromText(body), ContentType = fault.ContentType }
            : exchange.Route.Api.Error(exchange, fault.Status, fault.ErrorCode, $"A scripted fault: {fault.Name}.");
        foreach (var (name, value) in fault.Headers)
        {
            answer = answer.WithHeader(name, value);
        }

        return fault.RetryAfter is { } retryAfter ? answer.WithHeader("Retry-After", retryAfter) : answer;
    }

    private static async Task<Answer> CodeAsync(Answer answer, string coding, CancellationToken stop)
    {
        using var coded = new MemoryStream();
        Stream stream = coding switch
        {
            "br" => new BrotliStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(coded, CompressionLevel.Fastest, leaveOpen: true),
        };
        await using (stream.ConfigureAwait(false))
        {
            await answer.Content.CopyToAsync(stream, answer.Content.Length, stop).ConfigureAwait(false);
        }

        return answer.WithHeader("Content-Encoding", coding) with { Content = new Content(ContentPart.Of(coded.ToArray())) };
    }

    private static async Task<Answer> CutOffAsync(Answer answer, CancellationToken stop)
    {
        using var half = new MemoryStream();
        await answer.Content.CopyToAsync(half, answer.Content.Length / 2, stop).ConfigureAwait(false);
        return answer with { Content = new Content(ContentPart.Of(half.ToArray())) };
    }
}
