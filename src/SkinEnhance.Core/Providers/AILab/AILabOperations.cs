namespace SkinEnhance.Core.Providers.AILab;

/// <summary>The operations of AILab Tools: parameters, defaults and ranges from docs/providers.md, section 3.</summary>
public static class AILabOperations
{
    /// <summary>The provider's name.</summary>
    public const string ProviderName = "AILab";

    /// <summary>The environment variable for the key.</summary>
    public const string KeyVariable = "AILAB_API_KEY";

    /// <summary>The environment variable for the base address.</summary>
    public const string AddressVariable = "SKINENHANCE_AILAB_URI";

    /// <summary>The status route of all asynchronous operations.</summary>
    public const string AsyncStatusRoute = "async-task";

    /// <summary>The status route of synchronous operations, which have none: the response contains the result.</summary>
    public const string SynchronousStatusRoute = "synchronous";

    // The vendor writes MB, read as 2^20 bytes: an image that is too large by the other reading is refused there and not billed.
    private const long Megabyte = 1024 * 1024;

    /// <summary>Smart skin: one synchronous request.</summary>
    public static OperationDescriptor SmartSkin { get; } = new()
    {
        Name = "SmartSkin",
        CommandName = "smart-skin",
        Provider = ProviderName,
        StatusRoute = SynchronousStatusRoute,
        Description = "AILab smart skin: retouching and whitening in one request.",
        IsSynchronous = true,
        Limits = new ImageLimits
        {
            Formats = [ImageFormat.Jpeg, ImageFormat.Png],
            MaximumLength = 6 * Megabyte,
            MinimumSide = 129,
            MaximumSide = 4999,
        },
        Parameters =
        [
            Degree("retouch_degree", "Strength of the retouching."),
            Degree("whitening_degree", "Strength of the whitening."),
        ],
    };

    /// <summary>Smart skin, advanced: a task with one to nine effects.</summary>
    public static OperationDescriptor SmartSkinAdvanced { get; } = new()
    {
        Name = "SmartSkinAdvanced",
        CommandName = "smart-skin-advanced",
        Provider = ProviderName,
        StatusRoute = AsyncStatusRoute,
        Description = "AILab smart skin, advanced: up to nine effects, at least one.",
        Limits = new ImageLimits
        {
            Formats = [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Webp],
            MaximumLength = 10 * Megabyte,
            MaximumSide = 4095,
        },
        Parameters =
        [
            Effect("smart_skin", "Overall skin improvement."),
            Effect("acne_removal", "Removes acne."),
            Effect("spot_correction", "Corrects spots."),
            Effect("skin_brightening", "Brightens the skin."),
            Effect("skin_smoothing", "Smooths the skin."),
            Effect("pore_control", "Reduces pores."),
            Effect("wrinkle_reduction", "Reduces wrinkles."),
            Effect("under_eye_correction", "Corrects the area under the eyes."),
            Effect("scar_reduction", "Reduces scars."),
        ],
    };

    /// <summary>All operations.</summary>
    public static IReadOnlyList<OperationDescriptor> All { get; } = [SmartSkin, SmartSkinAdvanced];

    private static ParameterDescriptor Degree(string name, string description) => new()
    {
        Name = name,
        Kind = ParameterKind.Number,
        Minimum = 0,
        Maximum = 1.5,
        Default = 1.0,
        Description = description,
    };

    private static ParameterDescriptor Effect(string name, string description) => new()
    {
        Name = name,
        Kind = ParameterKind.Flag,
        Default = false,
        IsEffect = true,
        Description = description,
    };
}
