using System.Buffers.Binary;
using System.Text;

namespace SkinEnhance.Core.Tests.Support;

/// <summary>Image headers of every kind and size, made in memory; nobody here decodes what follows them.</summary>
internal static class SampleImages
{
    /// <summary>One small sample of each form that the header probe measures.</summary>
    internal static IReadOnlyDictionary<string, (byte[] Bytes, ImageFormat Format, int Width, int Height)> All { get; } =
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

    internal static byte[] Jpeg(int width = 200, int height = 200, byte frame = 0xC0, int exifLength = 0, int fillBytes = 0, int padding = 64)
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
            .. Pixels(padding),
            0xFF, 0xD9,
        ];

        // A frame header within the thumbnail must not be taken for the image's.
        static byte[] Exif(int length) =>
            [.. "Exif\0\0"u8, 0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0, 1, 0, 1, .. new byte[length - 17]];
    }

    private static byte[] Pixels(int length)
    {
        var pixels = new byte[length];
        new Random(length).NextBytes(pixels);
        return pixels;
    }

    internal static byte[] Png(int width = 200, int height = 200)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = 2;
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. header, 1, 2, 3, 4, 0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82];
    }

    internal static byte[] WebpLossy(int width = 200, int height = 200) => Riff(
        "VP8 ", [0x10, 0, 0, 0x9D, 0x01, 0x2A, (byte)width, (byte)((width >> 8) | 0x40), (byte)height, (byte)((height >> 8) | 0x80), 1, 2, 3, 4]);

    internal static byte[] WebpLossless(int width = 200, int height = 200, int padding = 20)
    {
        var bits = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bits, (uint)(width - 1) | ((uint)(height - 1) << 14) | (1u << 28));
        return Riff("VP8L", [0x2F, .. bits, .. new byte[padding]]);
    }

    internal static byte[] WebpExtended(int width = 200, int height = 200)
    {
        var header = new byte[10];
        header[0] = 0x10;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), (ushort)(width - 1));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(7), (ushort)(height - 1));
        return Riff("VP8X", header);
    }

    internal static byte[] Bmp(int width = 200, int height = 200)
    {
        var bytes = new byte[70];
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), height);
        return bytes;
    }

    internal static byte[] BmpOs2(short width, short height)
    {
        var bytes = new byte[60];
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 12);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(18), width);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(20), height);
        return bytes;
    }

    internal static byte[] Gif(ushort width = 200, ushort height = 200) =>
        [.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0, 0, 0, 0x3B];

    internal static byte[] Tiff() => [.. "II*\0"u8, 8, 0, 0, 0, 0, 0];

    private static byte[] Riff(string chunk, byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        var whole = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(whole, data.Length + 12);
        return [.. "RIFF"u8, .. whole, .. "WEBP"u8, .. Encoding.ASCII.GetBytes(chunk), .. length, .. data];
    }
}
