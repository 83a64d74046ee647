using System.Buffers.Binary;

namespace SkinEnhance.Core.Images;

/// <summary>Reads the format and size of an image from its header, without decoding it.</summary>
/// <remarks>
/// Only headers are read: fixed offsets for PNG, WebP, BMP and GIF, and for JPEG the segment markers up to the frame header, with the
/// segments between them skipped. A general metadata library would load whole PNG chunks to read two numbers, and a batch of large scans
/// must not use much memory before the first byte is sent.
/// </remarks>
public static class ImageHeader
{
    // Stray bytes between segments are skipped as libjpeg does; after more than this without a marker, the file is not a JPEG.
    private const int MostStrayBytes = 1024 * 1024;

    /// <summary>Reads format and size.</summary>
    /// <param name="image">A seekable stream at the image's first byte. Its position changes.</param>
    /// <returns>The header; format <see cref="ImageFormat.Unknown"/> when the signature is not that of a supported format.</returns>
    /// <exception cref="InvalidDataException">The signature is that of an image, but its header is damaged or truncated.</exception>
    public static ImageInfo Read(Stream image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Span<byte> start = stackalloc byte[ImageFormats.SignatureLength];
        var read = image.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        start = start[..read];
        var format = ImageFormats.Detect(start);
        var (width, height) = format switch
        {
            ImageFormat.Jpeg => ReadJpegSize(image),
            ImageFormat.Png => ReadPngSize(start),
            ImageFormat.Webp => ReadWebpSize(start),
            ImageFormat.Bmp => ReadBmpSize(start),
            ImageFormat.Gif => ReadGifSize(start),
            _ => (0, 0),
        };

        if (ImageFormats.IsMeasured(format) && (width <= 0 || height <= 0))
        {
            throw Damaged(format, $"it has the size {width}x{height}");
        }

        return new ImageInfo(format, width, height, image.Length);
    }

    private static (int Width, int Height) ReadPngSize(ReadOnlySpan<byte> start)
    {
        const int HeaderLength = 33;
        if (start.Length >= 16 && start[12..16].SequenceEqual("CgBI"u8))
        {
            throw new InvalidDataException("It is a PNG in Apple's CgBI form, which Xcode writes into apps and only Apple's software supports.");
        }

        if (start.Length < 16 || !start[8..16].SequenceEqual("\0\0\0\rIHDR"u8))
        {
            throw Damaged(ImageFormat.Png, "there is no IHDR chunk");
        }

        if (start.Length < HeaderLength)
        {
            throw Damaged(ImageFormat.Png, "it is truncated");
        }

        // Every decoder rejects a header with a wrong checksum.
        var (given, computed) = (BinaryPrimitives.ReadUInt32BigEndian(start[29..]), Crc32.Of(start[12..29]));
        return given != computed ? throw Damaged(ImageFormat.Png, $"the IHDR chunk has the CRC {given:X8}, and its bytes have {computed:X8}") : (BinaryPrimitives.ReadInt32BigEndian(start[16..]), BinaryPrimitives.ReadInt32BigEndian(start[20..]));
    }

    private static (int Width, int Height) ReadGifSize(ReadOnlySpan<byte> start) =>
        start.Length < 10
            ? throw Damaged(ImageFormat.Gif, "it is truncated")
            : (BinaryPrimitives.ReadUInt16LittleEndian(start[6..]), BinaryPrimitives.ReadUInt16LittleEndian(start[8..]));

    private static (int Width, int Height) ReadBmpSize(ReadOnlySpan<byte> start)
    {
        if (start.Length < 26)
        {
            throw Damaged(ImageFormat.Bmp, "it is truncated");
        }

        // A 12-byte header is the OS/2 form with 16-bit sizes; in other forms a negative height means top-down rows.
        return BinaryPrimitives.ReadInt32LittleEndian(start[14..]) == 12
            ? (BinaryPrimitives.ReadUInt16LittleEndian(start[18..]), BinaryPrimitives.ReadUInt16LittleEndian(start[20..]))
            : (BinaryPrimitives.ReadInt32LittleEndian(start[18..]), AbsoluteOrZero(BinaryPrimitives.ReadInt32LittleEndian(start[22..])));

        static int AbsoluteOrZero(int value) => value == int.MinValue ? 0 : Math.Abs(value);
    }

    private static (int Width, int Height) ReadWebpSize(ReadOnlySpan<byte> start)
    {
        // Of the three forms, the lossless one has its size at the lowest offset, and an image of one color ends right after it.
        const int HeaderLength = 30;
        const int LosslessHeaderLength = 25;
        var chunk = start.Length < 16 ? default : start[12..16];
        if (start.Length < (chunk.SequenceEqual("VP8L"u8) ? LosslessHeaderLength : HeaderLength))
        {
            throw Damaged(ImageFormat.Webp, "it is truncated");
        }

        if (chunk.SequenceEqual("VP8X"u8))
        {
            return (ReadUInt24(start[24..]) + 1, ReadUInt24(start[27..]) + 1);
        }

        if (chunk.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(start[21..]);
            return start[20] == 0x2F
                ? ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1)
                : throw Damaged(ImageFormat.Webp, "the lossless signature is missing");
        }

        if (chunk.SequenceEqual("VP8 "u8))
        {
            return start[23..26].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
                ? (BinaryPrimitives.ReadUInt16LittleEndian(start[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(start[28..]) & 0x3FFF)
                : throw Damaged(ImageFormat.Webp, "the key frame's start code is missing");
        }

        throw Damaged(ImageFormat.Webp, "its first chunk is not an image");

        static int ReadUInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
    }

    private static (int Width, int Height) ReadJpegSize(Stream image)
    {
        Span<byte> buffer = stackalloc byte[5];
        image.Position = 2;
        while (true)
        {
            var marker = ReadJpegMarker(image);
            if (IsStandalone(marker))
            {
                continue;
            }

            if (marker is 0xD9 or 0xDA)
            {
                throw Damaged(ImageFormat.Jpeg, "the image data begins before any frame header");
            }

            Fill(image, buffer[..2]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(buffer);
            if (length < 2)
            {
                throw Damaged(ImageFormat.Jpeg, $"segment FF{marker:X2} has the length {length}");
            }

            if (IsFrameHeader(marker))
            {
                Fill(image, buffer);
                return (BinaryPrimitives.ReadUInt16BigEndian(buffer[3..]), BinaryPrimitives.ReadUInt16BigEndian(buffer[1..]));
            }

            image.Seek(length - 2, SeekOrigin.Current);
        }

        static bool IsStandalone(int marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);

        // C4, C8 and CC are in the range of frame headers, but are tables and extensions.
        static bool IsFrameHeader(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
    }

    /// <summary>Finds the next marker as libjpeg does: stray bytes are skipped.</summary>
    private static int ReadJpegMarker(Stream image)
    {
        for (var stray = 0; stray < MostStrayBytes;)
        {
            var value = image.ReadByte();
            if (value == 0xFF)
            {
                while ((value = image.ReadByte()) == 0xFF)
                {
                    stray++;
                }

                // FF 00 is an escaped byte of image data.
                if (value > 0)
                {
                    return value;
                }
            }

            if (value < 0)
            {
                throw Damaged(ImageFormat.Jpeg, "it is truncated");
            }

            stray++;
        }

        throw Damaged(ImageFormat.Jpeg, "a segment is missing");
    }

    private static void Fill(Stream image, Span<byte> buffer)
    {
        if (image.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw Damaged(ImageFormat.Jpeg, "it is truncated");
        }
    }

    private static InvalidDataException Damaged(ImageFormat format, string why) => new($"The {format} header is damaged: {why}.");
}
