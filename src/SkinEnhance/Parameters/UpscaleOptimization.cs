namespace SkinEnhance;

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
