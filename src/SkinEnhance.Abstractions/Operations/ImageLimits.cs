namespace SkinEnhance;

/// <summary>What an operation demands of its image. All limits are inclusive.</summary>
public sealed record ImageLimits
{
    /// <summary>The formats accepted.</summary>
    public required IReadOnlyList<ImageFormat> Formats { get; init; }

    /// <summary>The largest file, in bytes; null when the contract names none.</summary>
    public long? MaximumLength { get; init; }

    /// <summary>The fewest pixels of either side.</summary>
    public int MinimumSide { get; init; } = 1;

    /// <summary>The most pixels of either side; null when the contract names none.</summary>
    public int? MaximumSide { get; init; }

    /// <summary>The longer side over the shorter, at most; null when the contract names none.</summary>
    public double? MaximumAspectRatio { get; init; }

    /// <summary>The most pixels that the result may have; null when the contract names none.</summary>
    public long? MaximumResultPixels { get; init; }
}
