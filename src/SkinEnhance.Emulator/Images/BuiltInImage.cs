using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkinEnhance.Emulator.Http;

namespace SkinEnhance.Emulator.Images;

/// <summary>The result for an image at an external address: the emulator downloads nothing.</summary>
internal static class BuiltInImage
{
    private const int Side = 256;

    /// <summary>Creates a gray PNG with a note.</summary>
    /// <param name="note">The note.</param>
    /// <returns>The file.</returns>
    public static Content With(string note)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Side);
        header[8] = 8;
        byte[] signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        byte[] text = [.. Encoding.ASCII.GetBytes(ResultNote.Keyword), 0, .. Encoding.ASCII.GetBytes(note)];
        return new Content(
            ContentPart.Of(signature),
            ContentPart.Of(PngText.Chunk("IHDR", header)),
            ContentPart.Of(PngText.Chunk("tEXt", text)),
            ContentPart.Of(PngText.Chunk("IDAT", Pixels())),
            ContentPart.Of(PngText.Chunk("IEND", [])));
    }

    private static byte[] Pixels()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            // A filter byte, 0, before each row of 8-bit gray.
            var row = new byte[Side + 1];
            row.AsSpan(1).Fill(0x80);
            for (var y = 0; y < Side; y++)
            {
                zlib.Write(row);
            }
        }

        return packed.ToArray();
    }
}
