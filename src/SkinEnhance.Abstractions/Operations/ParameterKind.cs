namespace SkinEnhance;

/// <summary>The type of a parameter's value.</summary>
public enum ParameterKind
{
    /// <summary>A whole number within a range.</summary>
    WholeNumber = 0,

    /// <summary>A decimal number within a range.</summary>
    Number,

    /// <summary>One of a closed set of words.</summary>
    Choice,

    /// <summary>On or off.</summary>
    Flag,

    /// <summary>Free text.</summary>
    Text,

    /// <summary>An absolute address.</summary>
    Address,
}
