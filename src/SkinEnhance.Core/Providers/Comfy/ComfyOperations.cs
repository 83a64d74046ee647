namespace SkinEnhance.Core.Providers.Comfy;

/// <summary>The operations behind Comfy's proxy to Freepik/Magnific: parameters, defaults and ranges from docs/providers.md, section 1.</summary>
public static class ComfyOperations
{
    /// <summary>The provider's name.</summary>
    public const string ProviderName = "Comfy";

    /// <summary>The environment variable for the key, a convention of the service.</summary>
    public const string KeyVariable = "COMFY_API_KEY";

    /// <summary>The environment variable for the base address.</summary>
    public const string AddressVariable = "SKINENHANCE_COMFY_URI";

    /// <summary>The status route of all skin enhancers.</summary>
    public const string SkinStatusRoute = "skin-enhancer";

    /// <summary>The status route of the creative upscaler.</summary>
    public const string UpscalerStatusRoute = "image-upscaler";

    private static readonly ParameterDescriptor Webhook = new()
    {
        Name = "webhook_url",
        Kind = ParameterKind.Address,
        Description = "Address that the provider calls on every change of the task's status.",
        AffectsResult = false,
    };

    // The contract lists no formats; these are the ones of the service's own upload form whose size the header reader supports.
    private static readonly ImageLimits Limits = new()
    {
        Formats = [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Webp],
        MinimumSide = 160,
        MaximumAspectRatio = 3,
    };

    /// <summary>Skin enhancer, faithful.</summary>
    public static OperationDescriptor Faithful { get; } = Skin(
        "Faithful", "faithful", "Magnific skin enhancer that keeps to the original.", Number("skin_detail", 0, 100, 80, "Detail of the skin."));

    /// <summary>Skin enhancer, flexible.</summary>
    public static OperationDescriptor Flexible { get; } = Skin(
        "Flexible",
        "flexible",
        "Magnific skin enhancer with a purpose to optimise for.",
        Choice(
            "optimized_for",
            "enhance_skin",
            "What the result is optimised for.",
            "enhance_skin",
            "improve_lighting",
            "enhance_everything",
            "transform_to_real",
            "no_make_up"));

    /// <summary>Skin enhancer, creative.</summary>
    public static OperationDescriptor Creative { get; } = Skin("Creative", "creative", "Magnific skin enhancer that may invent detail.");

    /// <summary>Upscaler, creative.</summary>
    public static OperationDescriptor Upscale { get; } = new()
    {
        Name = "Upscale",
        CommandName = "upscale",
        Provider = ProviderName,
        StatusRoute = UpscalerStatusRoute,
        Description = "Magnific creative upscaler.",
        AcceptsUri = true,
        ScaleParameter = "scale_factor",
        Model = "creative",
        Limits = Limits with { MaximumResultPixels = 25_300_000 },
        Parameters =
        [
            Choice("scale_factor", "2x", "The factor by which both sides grow.", "2x", "4x", "8x", "16x"),
            Choice(
                "optimized_for",
                "standard",
                "The kind of image.",
                "standard",
                "soft_portraits",
                "hard_portraits",
                "art_n_illustration",
                "videogame_assets",
                "nature_n_landscapes",
                "films_n_photography",
                "3d_renders",
                "science_fiction_n_horror"),
            new() { Name = "prompt", Kind = ParameterKind.Text, Description = "Text that guides the upscaler." },
            Number("creativity", -10, 10, 0, "How much detail may be invented."),
            Number("hdr", -10, 10, 0, "Definition and detail."),
            Number("resemblance", -10, 10, 0, "How close the result stays to the original."),
            Number("fractality", -10, 10, 0, "Strength of the prompt and intricacy for each small area."),
            Choice("engine", "automatic", "The engine.", "automatic", "magnific_illusio", "magnific_sharpy", "magnific_sparkle"),
            Webhook,
        ],
    };

    /// <summary>Upscaler, precision v2.</summary>
    public static OperationDescriptor UpscalePrecision { get; } = new()
    {
        Name = "UpscalePrecision",
        CommandName = "upscale-precision",
        Provider = ProviderName,
        StatusRoute = "image-upscaler-precision-v2",
        Description = "Magnific precision upscaler v2, which keeps to the original.",
        AcceptsUri = true,
        ScaleParameter = "scale_factor",
        Model = "precision",
        Limits = Limits with { MaximumResultSide = 10_060 },
        Parameters =
        [
            Number("scale_factor", 2, 16, 2, "The factor by which both sides grow."),
            Number("sharpen", 0, 100, 7, "Sharpening."),
            Number("smart_grain", 0, 100, 7, "Grain."),
            Number("ultra_detail", 0, 100, 30, "Fine detail."),
            new() { Name = "flavor", Kind = ParameterKind.Choice, Choices = ["sublime", "photo", "photo_denoiser"], Description = "The style of the detail." },
            Webhook,
        ],
    };

    /// <summary>All operations.</summary>
    public static IReadOnlyList<OperationDescriptor> All { get; } = [Faithful, Flexible, Creative, Upscale, UpscalePrecision];

    private static OperationDescriptor Skin(string name, string commandName, string description, params ParameterDescriptor[] own) => new()
    {
        Name = name,
        CommandName = commandName,
        Provider = ProviderName,
        StatusRoute = SkinStatusRoute,
        Description = description,
        AcceptsUri = true,
        Limits = Limits,
        Parameters = [Number("sharpen", 0, 100, 0, "Sharpening."), Number("smart_grain", 0, 100, 2, "Grain."), .. own, Webhook],
    };

    private static ParameterDescriptor Number(string name, int minimum, int maximum, int standard, string description) => new()
    {
        Name = name,
        Kind = ParameterKind.WholeNumber,
        Minimum = minimum,
        Maximum = maximum,
        Default = standard,
        Description = description,
    };

    private static ParameterDescriptor Choice(string name, string standard, string description, params string[] choices) => new()
    {
        Name = name,
        Kind = ParameterKind.Choice,
        Choices = choices,
        Default = standard,
        Description = description,
    };
}
