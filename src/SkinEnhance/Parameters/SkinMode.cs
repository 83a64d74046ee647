namespace SkinEnhance;

/// <summary>The skin enhancers, by the names of their operations.</summary>
public enum SkinMode
{
    /// <summary>Magnific skin enhancer that keeps to the original (Comfy).</summary>
    Faithful = 0,

    /// <summary>Magnific skin enhancer with a purpose to optimise for (Comfy).</summary>
    Flexible,

    /// <summary>Retouching and whitening in one call (AILab).</summary>
    SmartSkin,

    /// <summary>Up to nine effects (AILab).</summary>
    SmartSkinAdvanced,
}
