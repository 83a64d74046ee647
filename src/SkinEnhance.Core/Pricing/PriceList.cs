using System.Numerics;
using System.Text.Json;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Pricing;

/// <summary>What images will cost, by dated price data that lie in the assembly. Estimates, never a bill.</summary>
public static class PriceList
{
    private static readonly Lazy<PriceData> Data = new(Load);

    /// <summary>The month of the price data, such as <c>2026-08</c>.</summary>
    public static string AsOf => Data.Value.AsOf;

    /// <summary>Estimates one image.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="image">What the file's header says; null when the source is an address.</param>
    /// <param name="parameters">The checked parameters; the scale factor among them counts.</param>
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

    /// <summary>Turns credits into US dollars, by the data.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="credits">The credits.</param>
    /// <returns>Dollars; null when the data do not say.</returns>
    public static double? ToDollars(string provider, double credits) =>
        Data.Value.DollarsPerCredit.TryGetValue(provider, out var rate) ? credits * rate : null;

    private static double PerDoubling(IReadOnlyList<PriceBand> bands, long pixels, int scale)
    {
        // What lies between two doublings is not documented and counts as the larger one, so that a cap is kept.
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
            ?? throw new InvalidOperationException("The assembly holds no price data.");
        using var json = JsonDocument.Parse(stream);

        // By hand: the first use of a serializer costs more time than a first command should take, for one small file.
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

/// <summary>The form of <c>prices.json</c>.</summary>
internal sealed record PriceData(
    string AsOf,
    IReadOnlyDictionary<string, double> DollarsPerCredit,
    IReadOnlyDictionary<string, double> Fixed,
    IReadOnlyDictionary<string, IReadOnlyList<PriceBand>> PerDoubling);

/// <summary>What one doubling costs up to a size.</summary>
/// <param name="Megapixels">The most megapixels that go in; null for any.</param>
/// <param name="Credits">The credits for the step.</param>
internal sealed record PriceBand(double? Megapixels, double Credits);
