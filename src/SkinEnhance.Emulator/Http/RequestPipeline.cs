using System.IO.Compression;
using SkinEnhance.Emulator.Faults;

namespace SkinEnhance.Emulator.Http;

/// <summary>The steps of a request: arrival, body, faults, admission, execution, response.</summary>
internal sealed class RequestPipeline(FaultScript faults, BodyReader bodies, long maxRequestBytes)
{
    public async Task RunAsync(Exchange exchange, CancellationToken stop)
    {
        if (faults.Take(FaultStage.Arrival, exchange.Seen) is { } early)
        {
            exchange.NoteFaults(early);
            if (early.Kind == FaultKind.EarlyResponse)
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

        Response response;
        if (fault is { Kind: FaultKind.Response, AfterAccept: false })
        {
            response = Make(fault, exchange);
            api.Settle(exchange, response, fault.StoreForKey);
        }
        else
        {
            response = await ExecuteAsync(exchange, fault, stop).ConfigureAwait(false);
        }

        response = api.Finish(response);
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
            FaultKind.CutOffBody => exchange.SendAsync(response, response.Content.Length / 2, stop),
            FaultKind.CutOffWithoutLength => exchange.SendUnannouncedAsync(response, response.Content.Length / 2, isEndless: false, stop),
            FaultKind.Endless => exchange.SendUnannouncedAsync(response, response.Content.Length, isEndless: true, stop),
            _ => exchange.SendAsync(response, long.MaxValue, stop),
        };
        await sending.ConfigureAwait(false);
    }

    private async Task<Response> ExecuteAsync(Exchange exchange, Fault? fault, CancellationToken stop)
    {
        var api = exchange.Route.Api;
        var refused = api.Admit(exchange);
        Response? response = null;
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

            response = await exchange.Route.Handle(exchange, stop).ConfigureAwait(false);
            var sent = fault?.Kind switch
            {
                FaultKind.Response => Make(fault, exchange),
                FaultKind.Coded => await CodeAsync(response, fault.Text, stop).ConfigureAwait(false),
                FaultKind.CutOffJson => await CutOffAsync(response, stop).ConfigureAwait(false),
                _ => response,
            };
            store = fault?.StoreForKey == true;
            response = store ? sent : response;
            return sent;
        }
        finally
        {
            api.Settle(exchange, response, store);
        }
    }

    /// <summary>Reads the whole body in any case: a client does not read the response while it is sending.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="stop">Cancels reading.</param>
    /// <returns>Whether the request is complete and its route responds to it.</returns>
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
            var response = exchange.Route.Api.Error(exchange, 413, null, $"The body has more than {maxRequestBytes} bytes.");
            await exchange.SendAsync(exchange.Route.Api.Finish(response), long.MaxValue, stop).ConfigureAwait(false);
            return false;
        }

        exchange.Received(body, input.Count);
        if (input.Count < exchange.AnnouncedLength)
        {
            // The client closed the connection before the end of the request, so it is not carried out.
            exchange.Reset();
            return false;
        }

        return true;
    }

    private async Task HangAsync(Exchange exchange, Fault fault, CancellationToken stop)
    {
        // Recorded only now, so that a test that waits for the record can rely on the request being held, and release it.
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

    private static Response Make(Fault fault, Exchange exchange)
    {
        var response = fault.Body is { } body
            ? new Response(fault.Status) { Content = Content.FromText(body), ContentType = fault.ContentType }
            : exchange.Route.Api.Error(exchange, fault.Status, fault.ErrorCode, $"A scripted fault: {fault.Name}.");
        foreach (var (name, value) in fault.Headers)
        {
            response = response.WithHeader(name, value);
        }

        return fault.RetryAfter is { } retryAfter ? response.WithHeader("Retry-After", retryAfter) : response;
    }

    private static async Task<Response> CodeAsync(Response response, string coding, CancellationToken stop)
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
            await response.Content.CopyToAsync(stream, response.Content.Length, stop).ConfigureAwait(false);
        }

        return response.WithHeader("Content-Encoding", coding) with { Content = new Content(ContentPart.Of(coded.ToArray())) };
    }

    private static async Task<Response> CutOffAsync(Response response, CancellationToken stop)
    {
        using var half = new MemoryStream();
        await response.Content.CopyToAsync(half, response.Content.Length / 2, stop).ConfigureAwait(false);
        return response with { Content = new Content(ContentPart.Of(half.ToArray())) };
    }
}
