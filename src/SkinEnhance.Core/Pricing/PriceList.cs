using System.Numerics;
using System.Text.Json;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Pricing;

/// <summary>Estimates the cost of images from dated price data in the assembly. Estimates are not bills.</summary>
public static class PriceList
{
    private static readonly Lazy<PriceData> Data = new(Load);

    /// <summary>The month of the price data, such as <c>2026-08</c>.</summary>
    public static string AsOf => Data.Value.AsOf;

    /// <summary>Estimates the cost of one image.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="image">The data in the file's header; null when the source is an address.</param>
    /// <param name="parameters">The validated parameters; the scale factor is one of them.</param>
    /// <returns>Credits of the operation's provider; null when the price depends on a size that is not known, or is not in the data.</returns>
    public static double? Estimate(OperationDescriptor operation, ImageInfo? image, IReadOnlyDictionary<string, object> parameters)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (Data.Value.Fixed.TryGetValue(operation.Name, out var price))
        {
            return price;
        }

        return image is { Pixels: > 0 } && Data.Value.PerDoubling.TryGetValue(operation.Name, out var bands)
            ? PerDoubling(bands, image.Pixels, ImagePreflight.ScaleOf(operation, parameters))
            : null;
    }

    /// <summary>Converts credits to US dollars by the price data.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="credits">The credits.</param>
    /// <returns>Dollars; null when the data have no rate for the provider.</returns>
    public static double? ToDollars(string provider, double credits) =>
        Data.Value.DollarsPerCredit.TryGetValue(provider, out var rate) ? credits * rate : null;

    private static double PerDoubling(IReadOnlyList<PriceBand> bands, long pixels, int scale)
    {
        // The price between two doublings is not documented; the larger one is used, so that a cap is not exceeded.
        var steps = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)scale));
        double credits = 0;
        for (var step = 0; step < steps; step++)
        {
            // Pixels quadruple with each step (docs/providers.md, section 1, Prices).
            var megapixels = pixels * Math.Pow(4, step) / 1e6;
            credits += bands.First(band => !(megapixels > band.Megapixels)).Credits;
        }

        return Math.Round(credits, 2);
    }

    private static PriceData Load()
    {
        using var stream = typeof(PriceList).Assembly.GetManifestResourceStream("SkinEnhance.Core.Pricing.prices.json")
            ?? throw new InvalidOperationException("The assembly has no price data.");
        using var json = JsonDocument.Parse(stream);

        // Parsed by hand: the first use of a serializer would take longer than a first command should, for one small file.
        var root = json.RootElement;
        return new PriceData(
            root.GetProperty("asOf").GetString() ?? throw new InvalidOperationException("The price data have no date."),
            Read(root, "dollarsPerCredit", static rate => rate.GetDouble()),
            Read(root, "fixed", static credits => credits.GetDouble()),
            Read(root, "perDoubling", Bands));
    }

    private static Dictionary<string, T> Read<T>(JsonElement root, string name, Func<JsonElement, T> read) =>
        root.GetProperty(name).EnumerateObject().ToDictionary(row => row.Name, row => read(row.Value));

    private static IReadOnlyList<PriceBand> Bands(JsonElement bands) =>
        [.. bands.EnumerateArray().Select(static band => new PriceBand(
            band.TryGetProperty("megapixels", out var megapixels) ? megapixels.GetDouble() : null,
            band.GetProperty("credits").GetDouble()))];
}

/// <summary>The content of <c>prices.json</c>.</summary>
internal sealed record PriceData(
    string AsOf,
    IReadOnlyDictionary<string, double> DollarsPerCredit,
    IReadOnlyDictionary<string, double> Fixed,
    IReadOnlyDictionary<string, IReadOnlyList<PriceBand>> PerDoubling);

/// <summary>The price of one doubling up to a size.</summary>
/// <param name="Megapixels">The largest input in megapixels; null for any.</param>
/// <param name="Credits">The credits for the step.</param>
internal sealed record PriceBand(double? Megapixels, double Credits);
