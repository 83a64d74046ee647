namespace SkinEnhance.Core.Pricing;

/// <summary>The form of <c>prices.json</c>.</summary>
internal sealed record PriceData(
    string AsOf,
    IReadOnlyDictionary<string, double> DollarsPerCredit,
    IReadOnlyDictionary<string, double> Fixed,
    IReadOnlyDictionary<string, IReadOnlyList<PriceBand>> PerDoubling);
