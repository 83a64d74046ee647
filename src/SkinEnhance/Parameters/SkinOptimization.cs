namespace SkinEnhance;

/// <summary>What the flexible skin enhancer optimises for (docs/providers.md, section 1: <c>optimized_for</c>).</summary>
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
