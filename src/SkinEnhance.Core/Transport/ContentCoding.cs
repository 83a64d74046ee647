using System.IO.Compression;

namespace SkinEnhance.Core.Transport;

/// <summary>Undoes the codings of a body that nobody asked for.</summary>
internal static class ContentCoding
{
    /// <summary>The body as it was before it was coded.</summary>
    /// <param name="body">The coded body.</param>
    /// <param name="codings">The codings of its Content-Encoding, in the order in which they were applied; those that are not known are left.</param>
    /// <param name="misread">How often the body made no sense as it was read: hosts name a body gzip that is none, and call two codings
    /// deflate, so each time it is read in another way.</param>
    /// <returns>The body to read.</returns>
    internal static Stream Decode(Stream body, IEnumerable<string> codings, int misread) =>
        codings.Reverse().Aggregate(body, (stream, coding) => coding.ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" when misread % 2 == 0 => new GZipStream(stream, CompressionMode.Decompress),
            "BR" when misread % 2 == 0 => new BrotliStream(stream, CompressionMode.Decompress),
            "DEFLATE" when misread % 3 == 0 => new ZLibStream(stream, CompressionMode.Decompress),
            "DEFLATE" when misread % 3 == 1 => new DeflateStream(stream, CompressionMode.Decompress),
            _ => stream,
        });
}
