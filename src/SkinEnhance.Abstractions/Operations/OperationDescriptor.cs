namespace SkinEnhance;

/// <summary>One operation of a provider: a row of the catalogue.</summary>
public sealed record OperationDescriptor
{
    /// <summary>The name in the API, such as <c>SmartSkin</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name on the command line and in file names, such as <c>smart-skin</c>.</summary>
    public required string CommandName { get; init; }

    /// <summary>The name of the provider that carries it out.</summary>
    public required string Provider { get; init; }

    /// <summary>The status route of its tasks, such as <c>skin-enhancer</c>; several operations may share one (docs/providers.md, section 1).</summary>
    public required string StatusRoute { get; init; }

    /// <summary>What it does, one line.</summary>
    public required string Description { get; init; }

    /// <summary>Whether the answer to the submission already carries the result.</summary>
    public bool IsSynchronous { get; init; }

    /// <summary>Whether the image may be given as a public https address instead of a file.</summary>
    public bool AcceptsUri { get; init; }

    /// <summary>The parameters, in the contract's order.</summary>
    public required IReadOnlyList<ParameterDescriptor> Parameters { get; init; }

    /// <summary>What it demands of an image.</summary>
    public required ImageLimits Limits { get; init; }

    /// <summary>The name of the parameter whose number multiplies both sides, a whole number or a choice such as <c>4x</c>; null when the size
    /// is kept.</summary>
    public string? ScaleParameter { get; init; }

    /// <summary>The name by which users choose it among operations of the same purpose, such as <c>precision</c>; null when its own name is used.</summary>
    public string? Model { get; init; }
}

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

    /// <summary>The most pixels of either side of the result; null when the contract names none.</summary>
    public int? MaximumResultSide { get; init; }
}
