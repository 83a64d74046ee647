using System.Text;

namespace SkinEnhance.Testing;

/// <summary>The usual steps of a <see cref="ScriptedServer"/>.</summary>
public static class Wire
{
    private const string Page = "<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>";

    public static WireStep Json(int status, string json, params string[] headers) =>
        Bytes(status, Encoding.UTF8.GetBytes(json), ["Content-Type: application/json", .. headers]);

    public static WireStep Html(int status) => Bytes(status, Encoding.UTF8.GetBytes(Page), "Content-Type: text/html");

    public static WireStep Bytes(int status, byte[] body, params string[] headers) => async exchange =>
    {
        await exchange.ReadBodyAsync();
        await exchange.RespondAsync(status, body, headers);
    };

    public static WireStep Redirect(Uri location, int status = 302) => Bytes(status, [], $"Location: {location.AbsoluteUri}");

    /// <summary>Declares a longer body than it sends, and closes the connection.</summary>
    public static WireStep CutOff(int status, byte[] body, int missing, params string[] headers) => async exchange =>
    {
        await exchange.ReadBodyAsync();
        await exchange.WriteAsync((byte[])[.. WireExchange.Head(status, body.Length + missing, headers), .. body]);
        exchange.Close();
    };

    /// <summary>Declares a longer body than it sends, and resets the connection after the client has received it.</summary>
    public static WireStep BreakOff(int status, byte[] body, int missing, Task when) => async exchange =>
    {
        await exchange.ReadBodyAsync();
        await exchange.WriteAsync((byte[])[.. WireExchange.Head(status, body.Length + missing), .. body]);
        await when.WaitAsync(exchange.Stop);
        exchange.Reset();
    };

    /// <summary>Reads the whole request and resets the connection.</summary>
    public static WireStep Reset() => async exchange =>
    {
        await exchange.ReadBodyAsync();
        exchange.Reset();
    };

    /// <summary>Reads the whole request and closes the connection without a response.</summary>
    public static WireStep Close() => async exchange =>
    {
        await exchange.ReadBodyAsync();
        exchange.Close();
    };

    /// <summary>Resets the connection during the upload.</summary>
    public static WireStep ResetAfter(long bytes) => async exchange =>
    {
        await exchange.ReadBodyAsync(bytes);
        exchange.Reset();
    };

    /// <summary>Reads the whole request and never responds.</summary>
    public static WireStep Stall() => async exchange =>
    {
        await exchange.ReadBodyAsync();
        await Task.Delay(Timeout.Infinite, exchange.Stop);
    };

    /// <summary>Reads the request and responds after a signal.</summary>
    public static WireStep After(Task signal, WireStep then) => async exchange =>
    {
        await exchange.ReadBodyAsync();
        await signal.WaitAsync(exchange.Stop);
        await then(exchange);
    };
}
