using SkinEnhance.Bench.Images;

namespace SkinEnhance.Bench.Comparing;

/// <summary>What is compared.</summary>
internal sealed record ComparisonOptions
{
    public required int Images { get; init; }

    /// <summary>The size of every image in MB; null for mixed ones.</summary>
    public double? Megabytes { get; init; }

    public required int Limit { get; init; }

    public required double TaskSeconds { get; init; }

    public required int Rounds { get; init; }

    public required bool IntoSink { get; init; }

    /// <summary>The names of the contenders; all when empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    internal IReadOnlyList<long> Sizes() => Megabytes is { } size ? ImageSizes.Same(Images, (long)(size * ImageSizes.Megabyte)) : ImageSizes.Mixed(Images);
}
