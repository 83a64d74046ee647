namespace SkinEnhance;

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
