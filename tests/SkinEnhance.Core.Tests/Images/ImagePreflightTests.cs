using SkinEnhance.Core.Images;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;

namespace SkinEnhance.Core.Tests.Images;

public class ImagePreflightTests
{
    private const long Megabyte = 1024 * 1024;

    private static readonly OperationDescriptor[] Operations = [.. ComfyOperations.All, .. AILabOperations.All];

    [Theory]
    [InlineData("Faithful", 160, 160)]
    [InlineData("Faithful", 480, 160)]
    [InlineData("Faithful", 160, 480)]
    [InlineData("Flexible", 160, 160)]
    [InlineData("Upscale", 160, 160)]
    [InlineData("UpscalePrecision", 160, 160)]
    [InlineData("Creative", 160, 160)]
    [InlineData("SmartSkin", 129, 129)]
    [InlineData("SmartSkin", 4999, 4999)]
    [InlineData("SmartSkinAdvanced", 4095, 4095)]
    [InlineData("SmartSkinAdvanced", 1, 1)]
    public void An_image_at_the_limit_may_be_sent(string operation, int width, int height) =>
        Assert.Empty(Check(operation, new ImageInfo(ImageFormat.Jpeg, width, height, 1000)));

    [Theory]
    [InlineData("Faithful", 159, 160, ErrorIds.ImageTooSmall, "159x160")]
    [InlineData("Faithful", 160, 159, ErrorIds.ImageTooSmall, "at least 160")]
    [InlineData("Flexible", 159, 159, ErrorIds.ImageTooSmall, "at least 160")]
    [InlineData("Upscale", 159, 200, ErrorIds.ImageTooSmall, "at least 160")]
    [InlineData("Faithful", 481, 160, ErrorIds.ImageAspectRatio, "481x160")]
    [InlineData("Faithful", 160, 481, ErrorIds.ImageAspectRatio, "1:3")]
    [InlineData("Upscale", 160, 481, ErrorIds.ImageAspectRatio, "1:3")]
    [InlineData("SmartSkin", 128, 129, ErrorIds.ImageTooSmall, "at least 129")]
    [InlineData("SmartSkin", 129, 128, ErrorIds.ImageTooSmall, "129x128")]
    [InlineData("SmartSkin", 5000, 4999, ErrorIds.ImageTooLarge, "at most 4999")]
    [InlineData("SmartSkin", 4999, 5000, ErrorIds.ImageTooLarge, "4999x5000")]
    [InlineData("SmartSkinAdvanced", 4096, 4095, ErrorIds.ImageTooLarge, "at most 4095")]
    [InlineData("SmartSkinAdvanced", 4095, 4096, ErrorIds.ImageTooLarge, "4095x4096")]
    public void An_image_beyond_the_limit_is_refused_with_the_limit_and_the_size(string operation, int width, int height, string id, string named)
    {
        var problem = Assert.Single(Check(operation, new ImageInfo(ImageFormat.Jpeg, width, height, 1000)));

        Assert.Equal(id, problem.Id);
        Assert.Equal("face.jpg", problem.Target);
        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
        Assert.Contains(operation, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SmartSkin", 6 * Megabyte)]
    [InlineData("SmartSkinAdvanced", 10 * Megabyte)]
    public void A_file_may_have_the_last_byte_allowed_and_not_one_more(string operation, long limit)
    {
        Assert.Empty(Check(operation, new ImageInfo(ImageFormat.Jpeg, 500, 500, limit)));

        var problem = Assert.Single(Check(operation, new ImageInfo(ImageFormat.Jpeg, 500, 500, limit + 1)));
        Assert.Equal(ErrorIds.ImageFileTooLarge, problem.Id);
        Assert.Contains($"{limit + 1}", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Faithful")]
    [InlineData("Flexible")]
    [InlineData("Upscale")]
    public void The_proxy_has_no_limit_on_the_file_size(string operation) =>
        Assert.Empty(Check(operation, new ImageInfo(ImageFormat.Jpeg, 500, 500, 300 * Megabyte)));

    [Theory]
    [InlineData("Faithful", ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Webp)]
    [InlineData("Flexible", ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Webp)]
    [InlineData("Upscale", ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Webp)]
    [InlineData("SmartSkin", ImageFormat.Jpeg, ImageFormat.Png)]
    [InlineData("SmartSkinAdvanced", ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Webp)]
    public void An_operation_accepts_its_formats_only(string operation, params ImageFormat[] accepted)
    {
        foreach (var format in Enum.GetValues<ImageFormat>())
        {
            var problems = Check(operation, new ImageInfo(format, 500, 500, 1000));
            Assert.Equal(accepted.Contains(format) ? [] : [ErrorIds.ImageFormatNotAccepted], problems.Select(problem => problem.Id));
        }
    }

    [Theory]
    [InlineData("2x", 2515, 2514)]
    [InlineData("4x", 1265, 1250)]
    [InlineData("8x", 625, 632)]
    [InlineData("16x", 320, 308)]
    public void An_upscale_may_give_as_many_pixels_as_the_contract_allows(string scale, int width, int height)
    {
        const long Limit = 25_300_000;
        var factor = int.Parse(scale.TrimEnd('x'), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange((long)width * height * factor * factor, Limit - 200_000, Limit);
        Assert.Empty(Check("Upscale", new ImageInfo(ImageFormat.Jpeg, width, height, 1000), ("scale_factor", scale)));

        var wider = Assert.Single(Check("Upscale", new ImageInfo(ImageFormat.Jpeg, width + 20, height, 1000), ("scale_factor", scale)));
        Assert.Equal(ErrorIds.ResultTooLarge, wider.Id);
        Assert.Contains(scale, wider.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 5030)]
    [InlineData(4, 2515)]
    [InlineData(10, 1006)]
    public void The_longest_side_of_a_precise_upscale_is_allowed_and_one_more_is_not(int scale, int side)
    {
        Assert.Empty(Check("UpscalePrecision", new ImageInfo(ImageFormat.Jpeg, side / 2, side, 1000), ("scale_factor", scale)));

        var problem = Assert.Single(Check("UpscalePrecision", new ImageInfo(ImageFormat.Jpeg, side + 1, side, 1000), ("scale_factor", scale)));
        Assert.Equal(ErrorIds.ResultTooLarge, problem.Id);
        Assert.Contains($"{side + 1}x{side} at {scale}x would have a side of {(side + 1) * scale} pixels; the limit is 10060 pixels", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_most_pixels_of_a_result_are_allowed_and_one_more_is_not()
    {
        // 2500 x 2530 x 4 are 25.3 million.
        Assert.Empty(Check("Upscale", new ImageInfo(ImageFormat.Jpeg, 2500, 2530, 1000)));
        Assert.Equal(ErrorIds.ResultTooLarge, Assert.Single(Check("Upscale", new ImageInfo(ImageFormat.Jpeg, 2501, 2530, 1000))).Id);
    }

    [Fact]
    public void A_size_whose_result_exceeds_the_largest_number_is_refused_too()
    {
        var problem = Assert.Single(Check("Upscale", new ImageInfo(ImageFormat.Png, int.MaxValue, int.MaxValue, 1000), ("scale_factor", "16x")));

        Assert.Equal(ErrorIds.ResultTooLarge, problem.Id);
    }

    [Fact]
    public void Every_limit_broken_is_reported()
    {
        var problems = Check("SmartSkin", new ImageInfo(ImageFormat.Gif, 6000, 100, 7 * Megabyte));

        Assert.Equal(
            [ErrorIds.ImageFormatNotAccepted, ErrorIds.ImageFileTooLarge, ErrorIds.ImageTooSmall, ErrorIds.ImageTooLarge],
            problems.Select(problem => problem.Id));
    }

    [Fact]
    public void A_good_file_is_inspected_whatever_its_name_says()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Add("picture [1].doc", TestImage.Png(20, 30));

        var (image, written) = ImagePreflight.Inspect(path);

        Assert.Equal((ImageFormat.Png, 20, 30), (image.Format, image.Width, image.Height));
        Assert.Equal(File.GetLastWriteTimeUtc(path), written);
    }

    [Theory]
    [InlineData("", ErrorIds.ImageEmpty)]
    [InlineData("no picture at all", ErrorIds.ImageNotRecognized)]
    [InlineData("GIF89a", ErrorIds.ImageDamaged)]
    public void A_file_that_is_not_an_image_is_refused_with_its_path(string content, string id)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Add("face.png", System.Text.Encoding.ASCII.GetBytes(content));

        var error = Assert.Throws<InvalidImageException>(() => ImagePreflight.Inspect(path)).Error;

        Assert.Equal((id, path), (error.Id, error.Target));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_found()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(ErrorIds.ImageNotFound, Assert.Throws<InvalidImageException>(() => ImagePreflight.Inspect(folder.In("gone.png"))).Error.Id);
        Assert.Equal(ErrorIds.ImageNotFound, Assert.Throws<InvalidImageException>(() => ImagePreflight.Inspect(folder.In("no/such/folder.png"))).Error.Id);
        Assert.Equal(ErrorIds.ImageNotFound, Assert.Throws<InvalidImageException>(() => ImagePreflight.Inspect(folder.Path)).Error.Id);
    }

    [Fact]
    public void A_file_that_another_program_has_open_is_not_readable()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Add("face.png", TestImage.Png());
        using var holder = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(ErrorIds.ImageNotReadable, Assert.Throws<InvalidImageException>(() => ImagePreflight.Inspect(path)).Error.Id);
    }

    private static IReadOnlyList<EnhanceError> Check(string operation, ImageInfo image, params (string Name, object? Value)[] parameters)
    {
        var descriptor = Operations.Single(candidate => candidate.Name == operation);
        var given = parameters.ToDictionary(pair => pair.Name, pair => pair.Value);
        if (operation == "SmartSkinAdvanced")
        {
            given["acne_removal"] = true;
        }

        return ImagePreflight.Check(descriptor, image, ParameterReader.Read(descriptor, given, Operations), "face.jpg");
    }
}
