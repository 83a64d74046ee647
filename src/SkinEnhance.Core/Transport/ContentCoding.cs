using System.IO.Compression;

namespace SkinEnhance.Core.Transport;

/// <summary>Decodes bodies that are compressed although no compression was requested.</summary>
internal static class ContentCoding
{
    /// <summary>Decodes a body.</summary>
    /// <param name="body">The coded body.</param>
    /// <param name="codings">The codings in its Content-Encoding, in the order in which they were applied; unknown ones are ignored.</param>
    /// <param name="misread">How many attempts failed to decode the body: some hosts declare gzip for an uncompressed body, and deflate has two
    /// formats, so each attempt decodes differently.</param>
    /// <returns>The decoded body.</returns>
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
