using MetadataExtractor;
using MetadataExtractor.Formats.Jpeg;
using MetadataExtractor.Formats.Png;
using MetadataExtractor.Formats.WebP;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Tests.Images;

public class ImageHeaderTests
{
    public static TheoryData<string> Kinds => [.. TestImage.All.Keys];

    public static TheoryData<string> Portraits => [.. Samples.Images.Select(Path.GetFileName).OfType<string>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_form_gives_its_format_size_and_length(string sample)
    {
        var (bytes, format, width, height) = TestImage.All[sample];

        Assert.Equal(new ImageInfo(format, width, height, bytes.Length), Read(bytes));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_prefix_has_the_size_or_a_damaged_header(string sample)
    {
        var (bytes, format, width, height) = TestImage.All[sample];
        for (var length = 0; length < bytes.Length; length++)
        {
            if (ReadOrNull(bytes[..length]) is { } image)
            {
                // Truncated within its signature it is not an image; truncated after its size nothing is missing.
                var whole = new ImageInfo(format, width, height, length);
                Assert.Contains(image, (ImageInfo[])[whole, new ImageInfo(ImageFormat.Unknown, 0, 0, length)]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_prefix_within_the_header_is_never_taken_for_an_image(string sample)
    {
        var (bytes, format, _, _) = TestImage.All[sample];
        var shortest = Enumerable.Range(0, bytes.Length + 1).First(length => ReadOrNull(bytes[..length]) is { } image && image.Format == format);

        Assert.InRange(shortest, 10, bytes.Length);
        Assert.All(Enumerable.Range(shortest, bytes.Length - shortest + 1), length => Assert.Equal(format, Read(bytes[..length]).Format));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_flipped_bytes_give_a_size_or_a_damaged_header_and_nothing_else(string sample)
    {
        var bytes = TestImage.All[sample].Bytes;
        var random = new Random(20_240_801);
        var sizes = 0;
        for (var round = 0; round < 4000; round++)
        {
            var damaged = (byte[])bytes.Clone();
            for (var flip = random.Next(1, 6); flip > 0; flip--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            if (ReadOrNull(damaged) is { Format: not (ImageFormat.Unknown or ImageFormat.Tiff) } image)
            {
                Assert.True(image is { Width: > 0, Height: > 0 }, $"{sample}, round {round}: {image}");
                sizes++;
            }
        }

        Assert.True(sizes > 0);
    }

    [Theory]
    [MemberData(nameof(Portraits))]
    public void The_size_is_that_which_a_metadata_library_finds(string name)
    {
        var path = Path.Combine(Samples.Folder, name);
        var expected = ImageMetadataReader.ReadMetadata(path).Select(SizeIn).First(size => size is not null);
        using var stream = File.OpenRead(path);

        var image = ImageHeader.Read(stream);

        Assert.Equal(expected, (image.Width, image.Height));
        Assert.Equal(new FileInfo(path).Length, image.Length);
    }

    [Fact]
    public void A_file_that_is_not_an_image_is_unknown() =>
        Assert.Equal(ImageFormat.Unknown, Read("This is a letter, not a picture of anybody at all."u8.ToArray()).Format);

    [Fact]
    public void A_tiff_is_identified_and_not_measured() => Assert.Equal(new ImageInfo(ImageFormat.Tiff, 0, 0, 10), Read(TestImage.Tiff()));

    [Fact]
    public void A_riff_file_that_is_not_a_webp_is_unknown() =>
        Assert.Equal(ImageFormat.Unknown, Read([.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8, .. new byte[30]]).Format);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0x3F, 0 }, "before any frame header")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xD9 }, "before any frame header")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0, 0 }, "length 1")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 3, 4 }, "truncated")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 1 }, "truncated")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0, 0, 0, 9, 3 }, "the size 9x0")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xFF, 0xFF, 0xFF }, "truncated")]
    public void A_damaged_jpeg_is_named_as_one(byte[] bytes, string why)
    {
        var damaged = Assert.Throws<InvalidDataException>(() => Read(bytes));

        Assert.Contains("Jpeg", damaged.Message, StringComparison.Ordinal);
        Assert.Contains(why, damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_png_that_begins_with_another_chunk_is_damaged()
    {
        var bytes = TestImage.Png();
        bytes[12] = (byte)'X';

        Assert.Throws<InvalidDataException>(() => Read(bytes));
    }

    [Theory]
    [InlineData(-1, 100)]
    [InlineData(100, -1)]
    [InlineData(0, 100)]
    [InlineData(100, 0)]
    public void A_png_of_an_impossible_size_is_damaged(int width, int height) =>
        Assert.Throws<InvalidDataException>(() => Read(TestImage.Png(width, height)));

    [Fact]
    public void A_bitmap_of_the_lowest_height_there_is_is_damaged() =>
        Assert.Throws<InvalidDataException>(() => Read(TestImage.Bmp(10, int.MinValue)));

    [Fact]
    public void A_webp_whose_first_chunk_is_not_an_image_is_damaged()
    {
        var bytes = TestImage.WebpLossy();
        "EXIF"u8.CopyTo(bytes.AsSpan(12));

        Assert.Throws<InvalidDataException>(() => Read(bytes));
    }

    [Theory]
    [InlineData(20, "VP8L")]
    [InlineData(23, "VP8 ")]
    public void A_webp_without_its_start_code_is_damaged(int position, string chunk)
    {
        var bytes = chunk == "VP8L" ? TestImage.WebpLossless() : TestImage.WebpLossy();
        bytes[position] ^= 0xFF;

        Assert.Throws<InvalidDataException>(() => Read(bytes));
    }

    [Fact]
    public void The_smallest_lossless_webp_is_measured()
    {
        // A one-colour image needs 26 bytes in all.
        var bytes = TestImage.WebpLossless(200, 300, padding: 1);

        Assert.Equal(26, bytes.Length);
        Assert.Equal(new ImageInfo(ImageFormat.Webp, 200, 300, 26), Read(bytes));
    }

    [Fact]
    public void The_largest_webp_sizes_are_read_whole()
    {
        Assert.Equal(new ImageInfo(ImageFormat.Webp, 16384, 16384, 46), Read(TestImage.WebpLossless(16384, 16384)));
        Assert.Equal(new ImageInfo(ImageFormat.Webp, 16383, 16383, 34), Read(TestImage.WebpLossy(16383, 16383)));
    }

    private static ImageInfo Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return ImageHeader.Read(stream);
    }

    private static ImageInfo? ReadOrNull(byte[] bytes)
    {
        try
        {
            return Read(bytes);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static (int Width, int Height)? SizeIn(MetadataExtractor.Directory directory) => directory switch
    {
        JpegDirectory jpeg => (jpeg.GetImageWidth(), jpeg.GetImageHeight()),
        PngDirectory png when png.TryGetInt32(PngDirectory.TagImageWidth, out var width) => (width, png.GetInt32(PngDirectory.TagImageHeight)),
        WebPDirectory webp => (webp.GetInt32(WebPDirectory.TagImageWidth), webp.GetInt32(WebPDirectory.TagImageHeight)),
        _ => null,
    };
}
