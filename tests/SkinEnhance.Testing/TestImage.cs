using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SkinEnhance.Testing;

/// <summary>
/// Small images of every format and any size, created in memory. PNG files are complete; in other formats, and in a PNG file of more than
/// 16 megapixels, the header is valid and the rest cannot be decoded.
/// </summary>
public static class TestImage
{
    /// <summary>One small sample of each form whose size the header reader supports.</summary>
    public static IReadOnlyDictionary<string, (byte[] Bytes, ImageFormat Format, int Width, int Height)> All { get; } =
        new Dictionary<string, (byte[] Bytes, ImageFormat Format, int Width, int Height)>
        {
            ["jpeg-baseline"] = (Jpeg(640, 480), ImageFormat.Jpeg, 640, 480),
            ["jpeg-progressive"] = (Jpeg(641, 481, frame: 0xC2), ImageFormat.Jpeg, 641, 481),
            ["jpeg-arithmetic"] = (Jpeg(642, 482, frame: 0xC9), ImageFormat.Jpeg, 642, 482),
            ["jpeg-exif"] = (Jpeg(643, 483, exifLength: 300), ImageFormat.Jpeg, 643, 483),
            ["jpeg-fill-bytes"] = (Jpeg(644, 484, fillBytes: 7), ImageFormat.Jpeg, 644, 484),
            ["png"] = (Png(321, 123), ImageFormat.Png, 321, 123),
            ["webp-lossy"] = (WebpLossy(300, 200), ImageFormat.Webp, 300, 200),
            ["webp-lossless"] = (WebpLossless(301, 201), ImageFormat.Webp, 301, 201),
            ["webp-extended"] = (WebpExtended(302, 202), ImageFormat.Webp, 302, 202),
            ["bmp"] = (Bmp(150, 100), ImageFormat.Bmp, 150, 100),
            ["bmp-top-down"] = (Bmp(151, -101), ImageFormat.Bmp, 151, 101),
            ["bmp-os2"] = (BmpOs2(152, 102), ImageFormat.Bmp, 152, 102),
            ["gif"] = (Gif(99, 77), ImageFormat.Gif, 99, 77),
        };

    public static byte[] Jpeg(int width = 200, int height = 200, byte frame = 0xC0, int exifLength = 0, int fillBytes = 0, int padding = 64)
    {
        byte[] size = [(byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width];
        byte[] exif = exifLength == 0 ? [] : [0xFF, 0xE1, (byte)((exifLength + 2) >> 8), (byte)(exifLength + 2), .. Exif(exifLength)];
        return
        [
            0xFF, 0xD8,
            0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0,
            .. exif,
            0xFF, 0xC4, 0, 5, 1, 2, 3,
            .. Enumerable.Repeat((byte)0xFF, fillBytes), 0xFF, frame, 0, 17, 8, .. size, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1,
            0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0x3F, 0,
            .. Noise(padding, padding).Select(value => (byte)(value & 0x7F)),
            0xFF, 0xD9,
        ];

        // A frame header within the thumbnail must not be mistaken for the image's.
        static byte[] Exif(int length) =>
            [.. "Exif\0\0"u8, 0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0, 1, 0, 1, .. new byte[length - 17]];
    }

    private static byte[] Noise(int length, int seed)
    {
        var noise = new byte[length];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    private static byte[] Black(int width, int height)
    {
        const long MostPixels = 16_000_000;
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + ((width + 7L) / 8)];
            for (var y = 0; (long)width * height <= MostPixels && y < height; y++)
            {
                zlib.Write(row);
            }
        }

        return pixels.ToArray();
    }

    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="padding">The bytes of noise in a chunk that readers skip.</param>
    /// <param name="seed">The seed of the noise.</param>
    public static byte[] Png(int width = 200, int height = 200, int padding = 0, int seed = 1)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1;
        byte[] signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        byte[] noise = padding == 0 ? [] : PngChunk("noIs", Noise(padding, seed));
        return [.. signature, .. PngChunk("IHDR", header), .. noise, .. PngChunk("IDAT", Black(width, height)), .. PngChunk("IEND", [])];
    }

    public static byte[] PngChunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(body.Length + 4), Crc(body));
        return chunk;
    }

    /// <summary>The CRC of PNG chunks, bit by bit, independent of the implementation under test.</summary>
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

    public static byte[] WebpLossy(int width = 200, int height = 200) => Riff(
        "VP8 ", [0x10, 0, 0, 0x9D, 0x01, 0x2A, (byte)width, (byte)((width >> 8) | 0x40), (byte)height, (byte)((height >> 8) | 0x80), 1, 2, 3, 4]);

    public static byte[] WebpLossless(int width = 200, int height = 200, int padding = 20, bool alpha = true)
    {
        var bits = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bits, (uint)(width - 1) | ((uint)(height - 1) << 14) | (alpha ? 1u << 28 : 0));
        return Riff("VP8L", [0x2F, .. bits, .. new byte[padding]]);
    }

    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="metadata">Whether it has an image chunk, EXIF and XMP.</param>
    public static byte[] WebpExtended(int width = 200, int height = 200, bool metadata = false)
    {
        var header = new byte[10];
        header[0] = (byte)(metadata ? 0x0C : 0x10);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), (ushort)(width - 1));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(7), (ushort)(height - 1));
        return metadata
            ? Riff([.. RiffChunk("VP8X", header), .. RiffChunk("VP8 ", [1, 2, 3]), .. RiffChunk("EXIF", [4, 5]), .. RiffChunk("XMP ", "old"u8.ToArray())])
            : Riff("VP8X", header);
    }

    public static byte[] Bmp(int width = 200, int height = 200)
    {
        var bytes = new byte[70];
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), height);
        return bytes;
    }

    public static byte[] BmpOs2(short width, short height)
    {
        var bytes = new byte[60];
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 12);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(18), width);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(20), height);
        return bytes;
    }

    public static byte[] Gif(ushort width = 200, ushort height = 200) =>
        [.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0, 0, 0, 0x3B];

    public static byte[] Tiff() => [.. "II*\0"u8, 8, 0, 0, 0, 0, 0];

    private static byte[] Riff(string chunk, byte[] data) => Riff(RiffChunk(chunk, data));

    private static byte[] RiffChunk(string type, byte[] data)
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
