using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SkinEnhance.Core.Tests.Emulator;

/// <summary>Small valid images of any size, made in memory.</summary>
internal static class TestImages
{
    public static byte[] Png(int width = 200, int height = 200, int padding = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1;
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + ((width + 7) / 8)];
            for (var y = 0; y < height; y++)
            {
                zlib.Write(row);
            }
        }

        byte[] signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        var noise = new byte[padding];
        new Random(1).NextBytes(noise);
        return [.. signature, .. PngChunk("IHDR", header), .. PngChunk("noIs", noise), .. PngChunk("IDAT", pixels.ToArray()), .. PngChunk("IEND", [])];
    }

    /// <summary>A JPEG whose header is right; nobody here decodes what follows.</summary>
    public static byte[] Jpeg(int width = 200, int height = 200)
    {
        byte[] frame = [0xFF, 0xC0, 0x00, 0x0B, 0x08, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 0x01, 0x01, 0x11, 0x00];
        byte[] jfif = [0xFF, 0xE0, 0x00, 0x10, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0];
        byte[] exif = [0xFF, 0xE1, 0x00, 0x0A, .. "Exif\0\0"u8, 1, 2];
        return [0xFF, 0xD8, .. jfif, .. exif, .. frame, 0xFF, 0xDA, 0x00, 0x08, 1, 1, 0, 0, 0x3F, 0, 1, 2, 3, 0xFF, 0xD9];
    }

    public static byte[] WebpLossless(int width = 200, int height = 200, bool alpha = false)
    {
        var bits = (uint)(width - 1) | ((uint)(height - 1) << 14) | (alpha ? 1u << 28 : 0);
        var data = new byte[11];
        data[0] = 0x2F;
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(1), bits);
        return Riff(Chunk("VP8L", data));
    }

    public static byte[] WebpExtended(int width = 200, int height = 200)
    {
        var header = new byte[10];
        header[0] = 0x08 | 0x04;
        header[4] = (byte)(width - 1);
        header[5] = (byte)((width - 1) >> 8);
        header[7] = (byte)(height - 1);
        header[8] = (byte)((height - 1) >> 8);
        return Riff([.. Chunk("VP8X", header), .. Chunk("VP8 ", [1, 2, 3]), .. Chunk("EXIF", [4, 5]), .. Chunk("XMP ", "old"u8.ToArray())]);
    }

    public static byte[] Bmp(int width = 200, int height = 200)
    {
        var bmp = new byte[64];
        "BM"u8.CopyTo(bmp);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), height);
        return bmp;
    }

    public static byte[] Gif() => [.. "GIF89a"u8, 200, 0, 200, 0, .. new byte[30]];

    public static byte[] PngChunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), Crc(body));
        return chunk;
    }

    /// <summary>The CRC of PNG chunks, bit by bit, apart from the implementation under test.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        return [.. Encoding.ASCII.GetBytes(type), .. length, .. data, .. new byte[data.Length % 2]];
    }

    private static byte[] Riff(byte[] chunks)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, chunks.Length + 4);
        return [.. "RIFF"u8, .. length, .. "WEBP"u8, .. chunks];
    }
}
