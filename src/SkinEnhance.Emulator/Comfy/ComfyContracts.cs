using System.Globalization;
using System.Text.Json;
using SkinEnhance.Emulator.Contracts;

namespace SkinEnhance.Emulator.Comfy;

/// <summary>Comfy's routes to Freepik (Magnific) by their published documents. Independent of the client's code, so that a mistake there is found.</summary>
internal static class ComfyContracts
{
    private const double MaxCreativeResultPixels = 25.3e6;
    private const int MaxPrecisionResultSide = 10060;
    private const int MinSide = 160;
    private const int MaxAspect = 3;

    private static readonly JsonField Webhook = JsonField.Address("webhook_url");

    /// <summary>All paid routes.</summary>
    public static IReadOnlyList<ComfyOperation> Operations { get; } =
    [
        Skin("faithful", ComfyPrices.SkinFaithful, Percent("sharpen"), Percent("smart_grain"), Percent("skin_detail")),
        Skin(
            "flexible",
            ComfyPrices.SkinFlexible,
            Percent("sharpen"),
            Percent("smart_grain"),
            JsonField.Choice("optimized_for", "enhance_skin", "improve_lighting", "enhance_everything", "transform_to_real", "no_make_up")),
        Skin("creative", ComfyPrices.SkinCreative, Percent("sharpen"), Percent("smart_grain")),
        new()
        {
            Name = "image-upscaler",
            StatusRoute = "image-upscaler",
            Fields =
            [
                JsonField.Choice("scale_factor", "2x", "4x", "8x", "16x"),
                JsonField.Choice(
                    "optimized_for",
                    "standard",
                    "soft_portraits",
                    "hard_portraits",
                    "art_n_illustration",
                    "videogame_assets",
                    "nature_n_landscapes",
                    "films_n_photography",
                    "3d_renders",
                    "science_fiction_n_horror"),
                JsonField.Text("prompt"),
                Balance("creativity"),
                Balance("hdr"),
                Balance("resemblance"),
                Balance("fractality"),
                JsonField.Choice("engine", "automatic", "magnific_illusio", "magnific_sharpy", "magnific_sparkle"),
                Webhook,
            ],
            Factor = fields => fields.TryGetValue("scale_factor", out var factor) ? int.Parse(factor.GetString()!.TrimEnd('x'), CultureInfo.InvariantCulture) : 2,
            CheckResult = (image, factor) => (double)image.Pixels * factor * factor > MaxCreativeResultPixels
                ? "the result would have more than 25.3 million pixels"
                : null,
            Price = ComfyPrices.Upscale,
        },
        new()
        {
            Name = "image-upscaler-precision-v2",
            StatusRoute = "image-upscaler-precision-v2",
            Fields =
            [
                JsonField.Integer("scale_factor", 2, 16),
                Percent("sharpen"),
                Percent("smart_grain"),
                Percent("ultra_detail"),
                JsonField.Choice("flavor", "sublime", "photo", "photo_denoiser"),
                Webhook,
            ],
            Factor = fields => fields.TryGetValue("scale_factor", out var factor) ? factor.GetInt32() : 2,
            CheckResult = (image, factor) => (long)Math.Max(image.Width, image.Height) * factor > MaxPrecisionResultSide
                ? $"the result would have a side of more than {MaxPrecisionResultSide} pixels"
                : null,
            Price = ComfyPrices.Upscale,
        },
    ];

    /// <summary>The fields of <c>POST /customers/storage</c>.</summary>
    public static IReadOnlyList<JsonField> StorageFields { get; } =
    [
        JsonField.Text("file_name"),
        JsonField.Text("content_type"),
        new("file_hash", value => value.ValueKind == JsonValueKind.String && IsSha256(value.GetString()!) ? null : "must be a SHA-256 in hexadecimal"),
    ];

    /// <summary>Validates an image, whatever the operation.</summary>
    /// <param name="image">The image.</param>
    /// <returns>The error; <see langword="null"/> for none.</returns>
    public static string? CheckImage(ImageInfo image)
    {
        if (image.Format is not (ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Webp))
        {
            return "is not a JPEG, PNG or WebP image";
        }

        if (Math.Min(image.Width, image.Height) < MinSide)
        {
            return $"both sides must have at least {MinSide} pixels";
        }

        return (long)Math.Max(image.Width, image.Height) > (long)MaxAspect * Math.Min(image.Width, image.Height)
            ? "the aspect ratio must be between 1:3 and 3:1"
            : null;
    }

    private static ComfyOperation Skin(string mode, double price, params JsonField[] fields) => new()
    {
        Name = $"skin-enhancer/{mode}",
        StatusRoute = "skin-enhancer",
        Fields = [.. fields, Webhook],
        Price = (_, _) => price,
    };

    private static JsonField Percent(string name) => JsonField.Integer(name, 0, 100);

    private static JsonField Balance(string name) => JsonField.Integer(name, -10, 10);

    private static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);
}

/// <summary>One paid route of Comfy's proxy.</summary>
internal sealed record ComfyOperation
{
    /// <summary>The route's path after <c>/proxy/freepik/v1/ai/</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The path of the task's status after the same prefix.</summary>
    public required string StatusRoute { get; init; }

    /// <summary>The fields besides <c>image</c>.</summary>
    public required IReadOnlyList<JsonField> Fields { get; init; }

    /// <summary>The factor by which both sides grow.</summary>
    public Func<IReadOnlyDictionary<string, JsonElement>, int> Factor { get; init; } = _ => 1;

    /// <summary>Validates the result's size for an image and a factor.</summary>
    public Func<ImageInfo, int, string?> CheckResult { get; init; } = (_, _) => null;

    /// <summary>The price in credits for an image and a factor.</summary>
    public required Func<ImageInfo, int, double> Price { get; init; }
}
