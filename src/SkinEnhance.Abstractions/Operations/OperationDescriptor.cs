namespace SkinEnhance;

/// <summary>One operation of a provider.</summary>
public sealed record OperationDescriptor
{
    /// <summary>The name in the API, such as <c>SmartSkin</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name on the command line and in file names, such as <c>smart-skin</c>.</summary>
    public required string CommandName { get; init; }

    /// <summary>The name of its provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The status route of its tasks, such as <c>skin-enhancer</c>; several operations may share one (docs/providers.md, section 1).</summary>
    public required string StatusRoute { get; init; }

    /// <summary>What it does, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>Whether the response to the submission contains the result.</summary>
    public bool IsSynchronous { get; init; }

    /// <summary>Whether it accepts a public https address in place of a file.</summary>
    public bool AcceptsUri { get; init; }

    /// <summary>The parameters, in the order of the API's contract.</summary>
    public required IReadOnlyList<ParameterDescriptor> Parameters { get; init; }

    /// <summary>Its limits on images.</summary>
    public required ImageLimits Limits { get; init; }

    /// <summary>The name of the parameter whose number multiplies both sides, a whole number or a choice such as <c>4x</c>; null when the
    /// size does not change.</summary>
    public string? ScaleParameter { get; init; }

    /// <summary>Its name among operations of the same purpose, such as <c>precision</c>; null when its own name is used.</summary>
    public string? Model { get; init; }
}

/// <summary>An operation's limits on images. All limits are inclusive.</summary>
public sealed record ImageLimits
{
    /// <summary>The accepted formats.</summary>
    public required IReadOnlyList<ImageFormat> Formats { get; init; }

    /// <summary>The largest file, in bytes; null when the contract has no limit.</summary>
    public long? MaximumLength { get; init; }

    /// <summary>The fewest pixels of either side. Default 1.</summary>
    public int MinimumSide { get; init; } = 1;

    /// <summary>The most pixels of either side; null when the contract has no limit.</summary>
    public int? MaximumSide { get; init; }

    /// <summary>The highest ratio of the longer side to the shorter; null when the contract has no limit.</summary>
    public double? MaximumAspectRatio { get; init; }

    /// <summary>The most pixels of the result; null when the contract has no limit.</summary>
    public long? MaximumResultPixels { get; init; }

    /// <summary>The most pixels of either side of the result; null when the contract has no limit.</summary>
    public int? MaximumResultSide { get; init; }
}
