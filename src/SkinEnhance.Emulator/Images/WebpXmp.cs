using System.Buffers.Binary;
using System.Text;
using SkinEnhance.Emulator.Http;

namespace SkinEnhance.Emulator.Images;

/// <summary>A note in a WebP's XMP chunk (WebP container specification, RFC 9649).</summary>
internal static class WebpXmp
{
    private const int RiffHeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int ExtendedChunkLength = ChunkHeaderLength + 10;
    private const byte XmpFlag = 0x04;
    private const byte AlphaFlag = 0x10;

    /// <summary>Appends the note, and converts the file to the extended form if needed. It replaces existing XMP, because a file has only one.</summary>
    /// <param name="image">The image's bytes.</param>
    /// <param name="path">The image's file.</param>
    /// <param name="text">The note.</param>
    /// <param name="header">The image's size.</param>
    /// <returns>The image with its note.</returns>
    public static Content Insert(Stream image, string path, byte[] text, ImageInfo header)
    {
        var chunks = Chunks(image).Where(chunk => chunk.Type != "XMP ").ToList();
        var parts = new List<ContentPart> { ContentPart.Of(Extended(image, chunks[0], header)) };
        foreach (var chunk in chunks.Where(chunk => chunk.Type != "VP8X"))
        {
            parts.Add(ContentPart.Range(path, chunk.Offset, chunk.Length));
            if (chunk.Length % 2 != 0)
            {
                parts.Add(ContentPart.Of(new byte[1]));
            }
        }

        parts.Add(ContentPart.Of(XmpChunk(text)));
        return new Content([ContentPart.Of(Riff(parts.Sum(part => part.Length))), .. parts]);
    }

    private static byte[] Riff(long length)
    {
        var riff = new byte[RiffHeaderLength];
        "RIFF"u8.CopyTo(riff);
        BinaryPrimitives.WriteUInt32LittleEndian(riff.AsSpan(4), (uint)(length + 4));
        "WEBP"u8.CopyTo(riff.AsSpan(8));
        return riff;
    }

    private static byte[] Extended(Stream image, WebpChunk first, ImageInfo header)
    {
        var extended = new byte[ExtendedChunkLength];
        image.Position = first.Offset;
        if (first.Type == "VP8X")
        {
            image.ReadExactly(extended);
            extended[ChunkHeaderLength] |= XmpFlag;
            return extended;
        }

        Span<byte> start = stackalloc byte[ChunkHeaderLength + 5];
        image.ReadExactly(start);

        // Bit 28 of a lossless bitstream's header shows whether it has transparency; a simple lossy file has none.
        var hasAlpha = first.Type == "VP8L" && (start[^1] & 0x10) != 0;
        "VP8X"u8.CopyTo(extended);
        BinaryPrimitives.WriteInt32LittleEndian(extended.AsSpan(4), ExtendedChunkLength - ChunkHeaderLength);
        extended[ChunkHeaderLength] = (byte)(XmpFlag | (hasAlpha ? AlphaFlag : 0));
        WriteUInt24(extended.AsSpan(12), header.Width - 1);
        WriteUInt24(extended.AsSpan(15), header.Height - 1);
        return extended;
    }

    private static byte[] XmpChunk(byte[] text)
    {
        var note = Encoding.ASCII.GetString(text);
        var xmp = Encoding.UTF8.GetBytes(
            "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
            + "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
            + $"<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{System.Security.SecurityElement.Escape(note)}</rdf:li></rdf:Alt></dc:description>"
            + "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>");
        var chunk = new byte[ChunkHeaderLength + xmp.Length + (xmp.Length % 2)];
        "XMP "u8.CopyTo(chunk);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), xmp.Length);
        xmp.CopyTo(chunk.AsSpan(ChunkHeaderLength));
        return chunk;
    }

    private static IEnumerable<WebpChunk> Chunks(Stream image)
    {
        var header = new byte[ChunkHeaderLength];
        for (long place = RiffHeaderLength; place + ChunkHeaderLength <= image.Length;)
        {
            image.Position = place;
            image.ReadExactly(header);

            // A chunk with a length beyond the end of the file, as in a truncated one, ends with the file.
            var length = Math.Min(ChunkHeaderLength + (long)BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4)), image.Length - place);
            yield return new WebpChunk(Encoding.ASCII.GetString(header, 0, 4), place, length);
            place += length + (length % 2);
        }
    }

    private static void WriteUInt24(Span<byte> bytes, int value)
    {
        bytes[0] = (byte)value;
        bytes[1] = (byte)(value >> 8);
        bytes[2] = (byte)(value >> 16);
    }
}

/// <summary>A chunk of a WebP file.</summary>
/// <param name="Type">Its type, four characters.</param>
/// <param name="Offset">The offset of its header.</param>
/// <param name="Length">The length of header and data, without padding.</param>
internal readonly record struct WebpChunk(string Type, long Offset, long Length);
