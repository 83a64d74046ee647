namespace SkinEnhance;

/// <summary>One parameter of an operation, as in its provider's contract.</summary>
public sealed record ParameterDescriptor
{
    /// <summary>The name on the wire, such as <c>smart_grain</c>. <c>SmartGrain</c> and <c>smart-grain</c> are accepted too.</summary>
    public required string Name { get; init; }

    /// <summary>The type of its value.</summary>
    public required ParameterKind Kind { get; init; }

    /// <summary>What it does, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>The value that is sent when the user specifies none; null to send nothing.</summary>
    public object? Default { get; init; }

    /// <summary>The smallest allowed number.</summary>
    public double Minimum { get; init; } = double.MinValue;

    /// <summary>The largest allowed number.</summary>
    public double Maximum { get; init; } = double.MaxValue;

    /// <summary>The allowed values, as on the wire; empty for any other kind than <see cref="ParameterKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether it is one of the effects of which at least one must be on.</summary>
    public bool IsEffect { get; init; }

    /// <summary>Whether it changes the result. A webhook does not, so it is not part of a submission's identity.</summary>
    public bool AffectsResult { get; init; } = true;
}

/// <summary>The type of a parameter's value.</summary>
public enum ParameterKind
{
    /// <summary>A whole number within a range.</summary>
    WholeNumber = 0,

    /// <summary>A decimal number within a range.</summary>
    Number,

    /// <summary>One of a fixed set of values.</summary>
    Choice,

    /// <summary>On or off.</summary>
    Flag,

    /// <summary>Free text.</summary>
    Text,

    /// <summary>An absolute address.</summary>
    Address,
}
