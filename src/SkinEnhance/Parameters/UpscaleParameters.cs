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

/// <summary>The kind of picture that the upscaler is told of (docs/providers.md, section 1: <c>optimized_for</c>).</summary>
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
