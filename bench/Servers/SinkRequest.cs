namespace SkinEnhance.Bench.Servers;

/// <summary>The head of a request, as far as the sink reads it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="BodyLength">The body's length; null when it is not announced.</param>
/// <param name="ExpectsContinue">Whether the client waits to be told to send the body.</param>
/// <param name="Closes">Whether the client wants the connection closed afterwards.</param>
internal sealed record SinkRequest(string Method, string Target, long? BodyLength, bool ExpectsContinue, bool Closes)
{
    /// <summary>Reads the head of a request.</summary>
    /// <param name="head">Its text up to the empty line.</param>
    /// <returns>The request.</returns>
    internal static SinkRequest Parse(string head)
    {
        var lines = head.Split("\r\n");
        var start = lines[0].Split(' ');
        string? Header(string name) => lines.Skip(1)
            .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..]
            .Trim();
        var length = Header("Content-Length");
        var isChunked = Header("Transfer-Encoding") is not null;
        return new SinkRequest(
            start[0],
            start.Length > 1 ? start[1] : "/",
            length is not null ? long.Parse(length, CultureInfo.InvariantCulture) : isChunked ? null : 0,
            string.Equals(Header("Expect"), "100-continue", StringComparison.OrdinalIgnoreCase),
            string.Equals(Header("Connection"), "close", StringComparison.OrdinalIgnoreCase));
    }
}
