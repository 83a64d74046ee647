namespace SkinEnhance;

/// <summary>The factor by which both sides grow (docs/providers.md, section 1: <c>scale_factor</c>). The creative model accepts X2, X4, X8 and X16.</summary>
public enum UpscaleFactor
{
    /// <summary>Twice, the default.</summary>
    [WireSpelling("2x")]
    X2 = 2,

    /// <summary>Three times.</summary>
    [WireSpelling("3x")]
    X3 = 3,

    /// <summary>Four times.</summary>
    [WireSpelling("4x")]
    X4 = 4,

    /// <summary>Five times.</summary>
    [WireSpelling("5x")]
    X5 = 5,

    /// <summary>Six times.</summary>
    [WireSpelling("6x")]
    X6 = 6,

    /// <summary>Seven times.</summary>
    [WireSpelling("7x")]
    X7 = 7,

    /// <summary>Eight times.</summary>
    [WireSpelling("8x")]
    X8 = 8,

    /// <summary>Nine times.</summary>
    [WireSpelling("9x")]
    X9 = 9,

    /// <summary>Ten times.</summary>
    [WireSpelling("10x")]
    X10 = 10,

    /// <summary>Eleven times.</summary>
    [WireSpelling("11x")]
    X11 = 11,

    /// <summary>Twelve times.</summary>
    [WireSpelling("12x")]
    X12 = 12,

    /// <summary>Thirteen times.</summary>
    [WireSpelling("13x")]
    X13 = 13,

    /// <summary>Fourteen times.</summary>
    [WireSpelling("14x")]
    X14 = 14,

    /// <summary>Fifteen times.</summary>
    [WireSpelling("15x")]
    X15 = 15,

    /// <summary>Sixteen times.</summary>
    [WireSpelling("16x")]
    X16 = 16,
}

/// <summary>The upscalers.</summary>
public enum UpscaleModel
{
    /// <summary>Magnific's creative upscaler, which may invent detail (Comfy).</summary>
    Creative = 0,

    /// <summary>Magnific's precision upscaler v2, which preserves the original (Comfy).</summary>
    Precision,
}

/// <summary>The style of the detail that the precision upscaler adds (docs/providers.md, section 1: <c>flavor</c>).</summary>
public enum UpscaleFlavor
{
    /// <summary><c>sublime</c>.</summary>
    Sublime = 0,

    /// <summary><c>photo</c>.</summary>
    Photo,

    /// <summary><c>photo_denoiser</c>.</summary>
    PhotoDenoiser,
}

/// <summary>The upscaler's engine (docs/providers.md, section 1: <c>engine</c>).</summary>
public enum UpscaleEngine
{
    /// <summary><c>automatic</c>, the default.</summary>
    Automatic = 0,

    /// <summary><c>magnific_illusio</c>.</summary>
    MagnificIllusio,

    /// <summary><c>magnific_sharpy</c>.</summary>
    MagnificSharpy,

    /// <summary><c>magnific_sparkle</c>.</summary>
    MagnificSparkle,
}

/// <summary>The kind of picture (docs/providers.md, section 1: <c>optimized_for</c>).</summary>
public enum UpscaleOptimization
{
    /// <summary><c>standard</c>, the default.</summary>
    Standard = 0,

    /// <summary><c>soft_portraits</c>.</summary>
    SoftPortraits,

    /// <summary><c>hard_portraits</c>.</summary>
    HardPortraits,

    /// <summary><c>art_n_illustration</c>.</summary>
    ArtNIllustration,

    /// <summary><c>videogame_assets</c>.</summary>
    VideogameAssets,

    /// <summary><c>nature_n_landscapes</c>.</summary>
    NatureNLandscapes,

    /// <summary><c>films_n_photography</c>.</summary>
    FilmsNPhotography,

    /// <summary><c>3d_renders</c>; a name cannot begin with a digit.</summary>
    [WireSpelling("3d_renders")]
    Renders3D,

    /// <summary><c>science_fiction_n_horror</c>.</summary>
    ScienceFictionNHorror,
}
