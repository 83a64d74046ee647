using SkinEnhance.Core.Pricing;

namespace SkinEnhance.Core.Tests.Pricing;

/// <summary>The price table of 2026-08 (docs/providers.md, section 1, Prices).</summary>
public class PriceListTests
{
    private static readonly ImageInfo OneMegapixel = new(ImageFormat.Jpeg, 1000, 1000, 1000);

    [Theory]
    [InlineData("Creative", 61.19)]
    [InlineData("Faithful", 78.07)]
    [InlineData("Flexible", 94.95)]
    public void A_skin_enhancement_has_one_price(string operation, double credits) => Assert.Equal(credits, Estimate(operation, null, 1));

    [Theory]
    [InlineData(2, 35.91)]
    [InlineData(4, 143.64)]
    [InlineData(8, 574.52)]
    public void An_upscale_is_paid_by_the_doubling(int scale, double credits)
    {
        Assert.Equal(credits, Estimate("Upscale", OneMegapixel, $"{scale}x"));
        Assert.Equal(credits, Estimate("UpscalePrecision", OneMegapixel, scale));
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(5, 8)]
    [InlineData(9, 16)]
    public void A_scale_between_two_doublings_counts_as_the_larger_one(int scale, int larger) =>
        Assert.Equal(Estimate("UpscalePrecision", OneMegapixel, larger), Estimate("UpscalePrecision", OneMegapixel, scale));

    [Fact]
    public void The_price_of_an_upscale_is_not_known_before_the_size_is() => Assert.Null(Estimate("UpscalePrecision", null, 2));

    private static double? Estimate(string name, ImageInfo? image, object scale)
    {
        var operation = ProviderRegistry.Operations.Single(row => row.Name == name);
        return PriceList.Estimate(operation, image, new Dictionary<string, object> { ["scale_factor"] = scale });
    }
}
