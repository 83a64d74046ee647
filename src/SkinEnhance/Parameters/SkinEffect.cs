namespace SkinEnhance;

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
