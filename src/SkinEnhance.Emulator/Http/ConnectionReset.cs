using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace SkinEnhance.Emulator.Http;

/// <summary>Ends a connection so that the client sees an error and never an answer.</summary>
/// <remarks>
/// <see cref="HttpListenerResponse.Abort"/> does that where Windows' HTTP.SYS is behind it. The managed listener of all other systems
/// instead sends the pending headers first, so that a request without an answer looks like a clean, empty 200. There the socket
/// is taken from the listener's own connection and closed with a reset.
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
            // What was to be ended has ended already.
        }

        Drop(context);
    }

    /// <summary>Closes the connection after a part of the answer was sent.</summary>
    /// <param name="context">The request.</param>
    public static void Drop(HttpListenerContext context)
    {
        try
        {
            context.Response.Abort();
        }
        catch (Exception e) when (IsConnectionGone(e) || e is InvalidOperationException)
        {
            // The listener tries to write to the connection it closes.
        }
    }

    /// <summary>Tells the errors that mean that the other side, or the listener, has gone.</summary>
    /// <param name="exception">The error.</param>
    /// <returns>Whether it is one of them.</returns>
    public static bool IsConnectionGone(Exception exception) =>
        exception is HttpListenerException or IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    private static Socket? SocketOf(HttpListenerContext context)
    {
        var connection = Connection?.GetValue(context);
        var stream = connection?.GetType().GetProperty("ConnectedStream")?.GetValue(connection);
        return (stream as NetworkStream)?.Socket;
    }
}
