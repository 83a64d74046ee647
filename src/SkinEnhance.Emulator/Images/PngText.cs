using System.Buffers.Binary;
using System.Text;
using SkinEnhance.Core.Images;
using SkinEnhance.Emulator.Http;

namespace SkinEnhance.Emulator.Images;

/// <summary>A note in a PNG's tEXt chunk (PNG specification, 11.3.4.3).</summary>
internal static class PngText
{
    private const int SignatureLength = 8;
    private const int HeaderChunkLength = 25;

    /// <summary>Inserts the note after the header chunk, which has the same offset in every PNG.</summary>
    /// <param name="image">The image's bytes.</param>
    /// <param name="path">The image's file.</param>
    /// <param name="text">The note.</param>
    /// <returns>The image with its note.</returns>
    public static Content Insert(Stream image, string path, byte[] text)
    {
        var place = Math.Min(SignatureLength + HeaderChunkLength, image.Length);
        return new Content(
            ContentPart.Range(path, 0, place),
            ContentPart.Of(Chunk("tEXt", [.. Encoding.ASCII.GetBytes(ResultNote.Keyword), 0, .. text])),
            ContentPart.Range(path, place, image.Length - place));
    }

    /// <summary>Creates a chunk: length, type, data and the CRC of type and data.</summary>
    /// <param name="type">Four letters.</param>
    /// <param name="data">The data.</param>
    /// <returns>The chunk.</returns>
    public static byte[] Chunk(string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc32.Of(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }
}
