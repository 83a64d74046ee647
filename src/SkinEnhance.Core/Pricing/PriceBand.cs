namespace SkinEnhance.Core.Pricing;

/// <summary>What one doubling costs up to a size.</summary>
/// <param name="Megapixels">The most megapixels that go in; null for any.</param>
/// <param name="Credits">The credits for the step.</param>
internal sealed record PriceBand(double? Megapixels, double Credits);
