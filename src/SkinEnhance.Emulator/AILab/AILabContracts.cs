using SkinEnhance.Emulator.Contracts;

namespace SkinEnhance.Emulator.AILab;

/// <summary>AILab's routes by its published documents. Independent of the client's code, so that a mistake there is found.</summary>
internal static class AILabContracts
{
    /// <summary>The status route of asynchronous tasks.</summary>
    public const string AsyncStatusRoute = "query-async-task-result";

    private const long Mebibyte = 1024 * 1024;

    /// <summary>All paid routes.</summary>
    public static IReadOnlyList<AILabOperation> Operations { get; } =
    [
        new()
        {
            Name = "smart-skin",
            Path = "/api/portrait/effects/smart-skin",
            Fields = [FormField.Number("retouch_degree", 0, 1.5m), FormField.Number("whitening_degree", 0, 1.5m)],
            Formats = [ImageFormat.Jpeg, ImageFormat.Png],
            MaxBytes = 6 * Mebibyte,
            LongerThan = 128,
            WidthBelow = 5000,
            HeightBelow = 5000,
            Credits = 5,
            UrlField = "image_url",
        },
        new()
        {
            Name = "smart-skin-advanced",
            Path = "/api/portrait/effects/smart-skin-advanced",
            Fields =
            [
                FormField.Flag("smart_skin"),
                FormField.Flag("acne_removal"),
                FormField.Flag("spot_correction"),
                FormField.Flag("skin_brightening"),
                FormField.Flag("skin_smoothing"),
                FormField.Flag("pore_control"),
                FormField.Flag("wrinkle_reduction"),
                FormField.Flag("under_eye_correction"),
                FormField.Flag("scar_reduction"),
            ],
            Formats = [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Webp],
            MaxBytes = 10 * Mebibyte,
            WidthBelow = 4096,
            HeightBelow = 4096,
            Credits = 15,
        },
        new()
        {
            Name = "image-lossless-enlargement",
            Path = "/api/image/enhance/image-lossless-enlargement",
            Fields =
            [
                FormField.Choice("upscale_factor", "2", "3", "4"),
                FormField.Choice("mode", "base", "enhancement"),
                FormField.Choice("output_format", "png", "jpg", "bmp"),
                FormField.Integer("output_quality", 30, 100),
            ],
            Formats = [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Bmp],
            MaxBytes = 3 * Mebibyte,
            LongerThan = 32,
            WidthBelow = 1920,
            HeightBelow = 1080,
            Credits = 5,
            UrlField = "url",
        },
    ];
}

/// <summary>One paid route of AILab Tools.</summary>
internal sealed record AILabOperation
{
    public required string Name { get; init; }

    public required string Path { get; init; }

    /// <summary>The fields besides <c>image</c>.</summary>
    public required IReadOnlyList<FormField> Fields { get; init; }

    public required IReadOnlyList<ImageFormat> Formats { get; init; }

    /// <summary>The largest file, in bytes.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Both sides must be longer than this, in pixels.</summary>
    public int LongerThan { get; init; }

    /// <summary>The width must be less, in pixels.</summary>
    public required int WidthBelow { get; init; }

    /// <summary>The height must be less, in pixels.</summary>
    public required int HeightBelow { get; init; }

    public required double Credits { get; init; }

    /// <summary>The member of a synchronous response's <c>data</c> with the address; <see langword="null"/> for an asynchronous operation.</summary>
    public string? UrlField { get; init; }
}
