using System.Security.Cryptography;
using SkinEnhance.Bench.Images;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Bench.Tests;

public class ImageTests
{
    [Fact]
    public void Images_have_the_wanted_size_a_true_header_and_bytes_of_their_own()
    {
        using var scratch = new Scratch();
        long[] sizes = [2_000, 2_000, 50_000, 50_000, 2_097_152, 2_097_152, 2_097_200, 2_097_200];
        using var images = ImageSet.Create(scratch, sizes);
        Assert.Equal(sizes, images.Images.Select(image => image.Length));
        Assert.Equal(sizes.Length, images.ByHash.Count);
        foreach (var image in images.Images)
        {
            using var file = File.OpenRead(image.Path);
            Assert.Equal(image.Length, file.Length);
            Assert.Equal(image.Sha256, Convert.ToHexStringLower(SHA256.HashData(file)));
            file.Position = 0;
            var header = ImageHeader.Read(file);
            Assert.Equal(Path.GetExtension(image.Path) == ".png" ? ImageFormat.Png : ImageFormat.Jpeg, header.Format);
            Assert.Equal(1600, header.Width);
        }
    }

    [Fact]
    public void A_set_of_other_numbers_shares_no_image()
    {
        using var scratch = new Scratch();
        using var one = ImageSet.Create(scratch, ImageSizes.Same(4, 3_000));
        using var other = ImageSet.Create(scratch, ImageSizes.Same(4, 3_000), firstNumber: 4);
        Assert.Empty(one.ByHash.Keys.Intersect(other.ByHash.Keys));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(49, 1)]
    [InlineData(200, 4)]
    public void One_image_in_fifty_is_a_scan(int count, int scans)
    {
        var sizes = ImageSizes.Mixed(count);
        Assert.Equal(count, sizes.Count);
        Assert.Equal(scans, sizes.Count(size => size == 40 * ImageSizes.Megabyte));
        Assert.All(sizes, size => Assert.InRange(size, 200_000, 40_000_000));
    }
}
