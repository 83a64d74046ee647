using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Tests.Images;

/// <summary>An image is whole when its end was there, however its bytes arrive and whatever follows them.</summary>
public class ImageEndTests
{
    private static readonly Dictionary<string, (ImageFormat Format, byte[] Bytes)> Whole = new()
    {
        ["jpeg"] = (ImageFormat.Jpeg, TestImage.Jpeg()),
        ["jpeg-progressive"] = (ImageFormat.Jpeg, TestImage.Jpeg(frame: 0xC2, fillBytes: 9)),
        ["jpeg-thumbnail"] = (ImageFormat.Jpeg, WithThumbnail(TestImage.Jpeg())),
        ["jpeg-stuffed"] = (ImageFormat.Jpeg, WithScanBytes([0xFF, 0x00, 0xFF, 0xD0, 0xFF, 0xFF, 0x00, 0xD9])),
        ["jpeg-photo"] = (ImageFormat.Jpeg, Samples.Jpeg),
        ["png"] = (ImageFormat.Png, TestImage.Png(padding: 200)),
        ["png-photo"] = (ImageFormat.Png, Samples.Png),
        ["webp-lossy"] = (ImageFormat.Webp, TestImage.WebpLossy()),
        ["webp-lossless"] = (ImageFormat.Webp, TestImage.WebpLossless()),
        ["webp-extended"] = (ImageFormat.Webp, TestImage.WebpExtended(metadata: true)),
        ["gif"] = (ImageFormat.Gif, TestImage.Gif()),
        ["gif-film"] = (ImageFormat.Gif, GifOfTwoPictures()),
        ["bmp"] = (ImageFormat.Bmp, Bitmap(9, 7, 24)),
        ["bmp-top-down"] = (ImageFormat.Bmp, Bitmap(9, -7, 1)),
        ["bmp-os2"] = (ImageFormat.Bmp, BitmapOs2(3, 2)),
        ["bmp-compressed"] = (ImageFormat.Bmp, Bitmap(9, 7, 8, compression: 1)),
    };

    public static TheoryData<string> Names => [.. Whole.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_complete_image_is_complete_in_pieces_of_any_size(string name)
    {
        var (format, bytes) = Whole[name];
        foreach (var size in (int[])[1, 2, 3, 7, 1000, bytes.Length])
        {
            Assert.True(IsSeen(format, bytes, size), $"pieces of {size}");
        }

        Assert.True(IsIn(format, bytes));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_image_truncated_anywhere_is_not_complete(string name)
    {
        var (format, bytes) = Whole[name];
        var step = Math.Max(1, bytes.Length / 500);
        for (var length = bytes.Length - 1; length > 0; length -= step)
        {
            Assert.False(IsSeen(format, bytes[..length], 4096), $"{length} of {bytes.Length} bytes");
            Assert.False(IsIn(format, bytes[..length]), $"{length} of {bytes.Length} bytes in a file");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bytes_behind_the_end_do_not_matter(string name)
    {
        var (format, bytes) = Whole[name];
        foreach (var rest in (byte[][])[[0], new byte[5000], "a film"u8.ToArray(), [0xFF, 0xD8, 0xFF, 0xE0], bytes[..(bytes.Length / 2)]])
        {
            Assert.True(IsSeen(format, [.. bytes, .. rest], 4096));
            Assert.True(IsIn(format, [.. bytes, .. rest]));
        }
    }

    [Fact]
    public void The_end_of_a_thumbnail_is_not_the_end_of_the_image()
    {
        var whole = WithThumbnail(TestImage.Jpeg());
        var thumbnail = whole.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) + 2;

        Assert.True(thumbnail < whole.Length);
        Assert.False(IsSeen(ImageFormat.Jpeg, whole[..^2], 4096));
        Assert.False(IsIn(ImageFormat.Jpeg, whole[..^2]));
    }

    [Theory]
    [InlineData("stray-zeros-between-segments.jpg", true)]
    [InlineData("segment-marked-00E1.jpg", true)]
    [InlineData("truncated.jpg", false)]
    [InlineData("truncated.webp", false)]
    [InlineData("png-bad-crc-in-ihdr.png", true)]
    public void Files_from_the_field_are_identified(string name, bool isWhole)
    {
        var bytes = CaseFile.Read(name);
        var format = ImageFormats.Detect(bytes);

        Assert.Equal(isWhole, IsSeen(format, bytes, 4096));
        Assert.Equal(isWhole, IsIn(format, bytes));
    }

    [Fact]
    public void A_chunk_that_claims_more_than_the_file_has_is_not_read_through()
    {
        var bytes = TestImage.Png();
        bytes[33] = 0xFF;

        Assert.False(IsIn(ImageFormat.Png, bytes));
        Assert.False(IsSeen(ImageFormat.Png, bytes, 4096));
    }

    [Theory]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Heic)]
    [InlineData(ImageFormat.Avif)]
    public void A_format_without_an_end_marker_is_accepted_as_it_is(ImageFormat format)
    {
        Assert.Null(ImageEnd.Missing(format));
        Assert.True(IsIn(format, new byte[100]));
        Assert.False(IsSeen(format, new byte[100], 10));
    }

    [Fact]
    public void Any_bytes_are_followed_without_an_error()
    {
        var random = new Random(7);
        foreach (var (format, whole) in Whole.Values.Where(row => row.Bytes.Length < 2000))
        {
            for (var round = 0; round < 300; round++)
            {
                var bytes = (byte[])whole.Clone();
                for (var flip = random.Next(1, 9); flip > 0; flip--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                // Both methods agree, except for a JPEG, for which the last two bytes of a file are enough.
                var isSeen = IsSeen(format, bytes, 16);
                Assert.True(isSeen == IsIn(format, bytes) || format == ImageFormat.Jpeg, $"{format}, round {round}");
            }
        }
    }

    private static bool IsSeen(ImageFormat format, byte[] bytes, int size)
    {
        var end = new ImageEnd(format);
        for (var at = 0; at < bytes.Length; at += size)
        {
            end.Append(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
        }

        return end.IsSeen;
    }

    private static bool IsIn(ImageFormat format, byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        return ImageEnd.IsIn(file, format);
    }

    private static byte[] WithThumbnail(byte[] jpeg)
    {
        var thumbnail = TestImage.Jpeg(16, 16);
        var length = thumbnail.Length + 8;
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. thumbnail, .. jpeg[2..]];
    }

    private static byte[] WithScanBytes(byte[] bytes)
    {
        var jpeg = TestImage.Jpeg();
        return [.. jpeg[..^2], .. bytes, .. jpeg[^2..]];
    }

    private static byte[] GifOfTwoPictures() =>
    [
        .. "GIF89a"u8, 2, 0, 2, 0, 0x80, 0, 0, .. new byte[6],
        0x21, 0xF9, 4, 0, 0x3B, 0, 0, 0,
        0x2C, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 2, 0x3B, 0x3B, 0,
        0x2C, 0, 0, 0, 0, 2, 0, 2, 0, 0x81, .. new byte[12], 2, 3, 0x3B, 0x3B, 0x3B, 1, 0x3B, 0,
        0x3B,
    ];

    private static byte[] Bitmap(int width, int height, ushort bits, uint compression = 0)
    {
        const int HeaderLength = 54;
        var bytes = new byte[HeaderLength + ((((width * bits) + 31) / 32) * 4 * Math.Abs(height))];
        "BM"u8.CopyTo(bytes);
        BitConverter.TryWriteBytes(bytes.AsSpan(2), compression == 0 ? 0 : bytes.Length);
        BitConverter.TryWriteBytes(bytes.AsSpan(10), HeaderLength);
        BitConverter.TryWriteBytes(bytes.AsSpan(14), 40);
        BitConverter.TryWriteBytes(bytes.AsSpan(18), width);
        BitConverter.TryWriteBytes(bytes.AsSpan(22), height);
        BitConverter.TryWriteBytes(bytes.AsSpan(28), bits);
        BitConverter.TryWriteBytes(bytes.AsSpan(30), compression);
        return bytes;
    }

    private static byte[] BitmapOs2(ushort width, ushort height)
    {
        const int HeaderLength = 26;
        var bytes = new byte[HeaderLength + ((((width * 24) + 31) / 32) * 4 * height)];
        "BM"u8.CopyTo(bytes);
        BitConverter.TryWriteBytes(bytes.AsSpan(10), HeaderLength);
        BitConverter.TryWriteBytes(bytes.AsSpan(14), 12);
        BitConverter.TryWriteBytes(bytes.AsSpan(18), width);
        BitConverter.TryWriteBytes(bytes.AsSpan(20), height);
        BitConverter.TryWriteBytes(bytes.AsSpan(24), (ushort)24);
        return bytes;
    }
}
