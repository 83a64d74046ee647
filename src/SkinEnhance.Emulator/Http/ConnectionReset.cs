using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace SkinEnhance.Emulator.Http;

/// <summary>Ends a connection so that the client gets an error and no response.</summary>
/// <remarks>
/// <see cref="HttpListenerResponse.Abort"/> does that on Windows, with HTTP.SYS. The managed listener of all other systems sends the pending
/// headers first, so that a request without a response looks like a complete, empty 200. There, the socket of the listener's own
/// connection is closed with a reset.
/// </remarks>
internal static class ConnectionReset
{
    private static readonly PropertyInfo? Connection =
        typeof(HttpListenerContext).GetProperty("Connection", BindingFlags.Instance | BindingFlags.NonPublic);

    public static void Reset(HttpListenerContext context)
    {
        try
        {
            if (SocketOf(context) is { } socket)
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                socket.Close(0);
            }
        }
        catch (Exception e) when (IsConnectionGone(e))
        {
            // The connection has ended already.
        }

        Drop(context);
    }

    /// <summary>Closes the connection after a part of the response was sent.</summary>
    /// <param name="context">The request.</param>
    public static void Drop(HttpListenerContext context)
    {
        try
        {
            context.Response.Abort();
        }
        catch (Exception e) when (IsConnectionGone(e) || e is InvalidOperationException)
        {
            // The listener writes to the connection that it closes.
        }
    }

    /// <summary>Identifies errors of a closed connection or listener.</summary>
    /// <param name="exception">The error.</param>
    /// <returns>True when it is one.</returns>
    public static bool IsConnectionGone(Exception exception) =>
        exception is HttpListenerException or IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    private static Socket? SocketOf(HttpListenerContext context)
    {
        var connection = Connection?.GetValue(context);
        var stream = connection?.GetType().GetProperty("ConnectedStream")?.GetValue(connection);
        return (stream as NetworkStream)?.Socket;
    }
}
