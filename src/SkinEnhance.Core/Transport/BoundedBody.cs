using System.Buffers;

namespace SkinEnhance.Core.Transport;

/// <summary>Reads a body up to a size limit.</summary>
internal static class BoundedBody
{
    /// <summary>The size limit in bytes. The largest documented response has a few addresses.</summary>
    internal const int Limit = 256 * 1024;

    /// <returns>The bytes read, and whether they are the whole body.</returns>
    internal static async Task<(byte[] Body, bool IsComplete)> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var expected = content.Headers.ContentLength;
        var writer = new ArrayBufferWriter<byte>((int)Math.Clamp(expected ?? 1024, 256, Limit));
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                while (writer.WrittenCount < Limit)
                {
                    var room = writer.GetMemory(1024);
                    var read = await stream.ReadAsync(room[..Math.Min(room.Length, Limit - writer.WrittenCount)], cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        return (writer.WrittenSpan.ToArray(), expected is null || writer.WrittenCount == expected);
                    }

                    writer.Advance(read);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or InvalidDataException or InvalidOperationException)
        {
            // The decompressors throw the last two for invalid data.
            return (writer.WrittenSpan.ToArray(), false);
        }

        return (writer.WrittenSpan.ToArray(), false);
    }
}
