using System.Buffers;

namespace SkinEnhance.Core.Transport;

/// <summary>Reads a body up to a bound: an answer is small, and what is not is no answer.</summary>
internal static class BoundedBody
{
    /// <summary>Longest answer read. The largest documented one has a few addresses in it.</summary>
    internal const int Limit = 256 * 1024;

    /// <returns>What was read, and whether that is all.</returns>
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
            // The last two are what the decompressors throw at bytes that are not compressed.
            return (writer.WrittenSpan.ToArray(), false);
        }

        return (writer.WrittenSpan.ToArray(), false);
    }
}
