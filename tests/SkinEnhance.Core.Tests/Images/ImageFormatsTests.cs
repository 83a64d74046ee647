using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Tests.Images;

public class ImageFormatsTests
{
    [Theory]
    [InlineData(ImageFormat.Jpeg, ".jpg", "image/jpeg")]
    [InlineData(ImageFormat.Png, ".png", "image/png")]
    [InlineData(ImageFormat.Webp, ".webp", "image/webp")]
    [InlineData(ImageFormat.Bmp, ".bmp", "image/bmp")]
    [InlineData(ImageFormat.Gif, ".gif", "image/gif")]
    [InlineData(ImageFormat.Tiff, ".tif", "image/tiff")]
    [InlineData(ImageFormat.Heic, ".heic", "image/heic")]
    [InlineData(ImageFormat.Avif, ".avif", "image/avif")]
    [InlineData(ImageFormat.Unknown, "", "application/octet-stream")]
    public void Every_format_has_its_extension_and_media_type(ImageFormat format, string extension, string mediaType)
    {
        Assert.Equal(extension, ImageFormats.Extension(format));
        Assert.Equal(mediaType, ImageFormats.MediaType(format));
    }

    [Fact]
    public void No_bytes_are_no_image() => Assert.Equal(ImageFormat.Unknown, ImageFormats.Detect([]));

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF }, ImageFormat.Jpeg)]
    [InlineData(new byte[] { 0xFF, 0xD8 }, ImageFormat.Unknown)]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A }, ImageFormat.Unknown)]
    [InlineData(new byte[] { 0x47, 0x49, 0x46, 0x38, 0x37, 0x61 }, ImageFormat.Gif)]
    [InlineData(new byte[] { 0x4D, 0x4D, 0x00, 0x2A }, ImageFormat.Tiff)]
    [InlineData(new byte[] { 0x42, 0x4D }, ImageFormat.Bmp)]
    [InlineData(new byte[] { 0x3C, 0x68, 0x74, 0x6D, 0x6C, 0x3E }, ImageFormat.Unknown)]
    public void A_format_is_identified_by_its_signature_alone(byte[] start, ImageFormat format) => Assert.Equal(format, ImageFormats.Detect(start));
}
