namespace SkinEnhance;

/// <summary>How many times both sides grow (docs/providers.md, section 1: <c>scale_factor</c>).</summary>
public enum UpscaleFactor
{
    /// <summary>Twice, the default.</summary>
    [WireSpelling("2x")]
    X2 = 2,

    /// <summary>Four times.</summary>
    [WireSpelling("4x")]
    X4 = 4,

    /// <summary>Eight times.</summary>
    [WireSpelling("8x")]
    X8 = 8,

    /// <summary>Sixteen times.</summary>
    [WireSpelling("16x")]
    X16 = 16,
}
