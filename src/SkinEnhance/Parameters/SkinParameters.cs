namespace SkinEnhance;

/// <summary>The skin enhancers, by the names of their operations.</summary>
public enum SkinMode
{
    /// <summary>Magnific skin enhancer that preserves the original (Comfy).</summary>
    Faithful = 0,

    /// <summary>Magnific skin enhancer that optimizes for a purpose (Comfy).</summary>
    Flexible,

    /// <summary>Retouching and whitening in one call (AILab).</summary>
    SmartSkin,

    /// <summary>Up to nine effects (AILab).</summary>
    SmartSkinAdvanced,

    /// <summary>Magnific skin enhancer that may invent detail (Comfy).</summary>
    Creative,
}

/// <summary>The purpose of the flexible skin enhancer (docs/providers.md, section 1: <c>optimized_for</c>).</summary>
public enum SkinOptimization
{
    /// <summary><c>enhance_skin</c>, the default.</summary>
    EnhanceSkin = 0,

    /// <summary><c>improve_lighting</c>.</summary>
    ImproveLighting,

    /// <summary><c>enhance_everything</c>.</summary>
    EnhanceEverything,

    /// <summary><c>transform_to_real</c>.</summary>
    TransformToReal,

    /// <summary><c>no_make_up</c>.</summary>
    NoMakeUp,
}

/// <summary>The effects of smart-skin-advanced (docs/providers.md, section 3).</summary>
public enum SkinEffect
{
    /// <summary>Overall skin improvement.</summary>
    SmartSkin = 0,

    /// <summary>Removes acne.</summary>
    AcneRemoval,

    /// <summary>Corrects spots.</summary>
    SpotCorrection,

    /// <summary>Brightens the skin.</summary>
    SkinBrightening,

    /// <summary>Smooths the skin.</summary>
    SkinSmoothing,

    /// <summary>Reduces pores.</summary>
    PoreControl,

    /// <summary>Reduces wrinkles.</summary>
    WrinkleReduction,

    /// <summary>Corrects the area under the eyes.</summary>
    UnderEyeCorrection,

    /// <summary>Reduces scars.</summary>
    ScarReduction,
}
