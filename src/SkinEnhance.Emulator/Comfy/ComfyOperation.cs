using System.Text.Json;
using SkinEnhance.Emulator.Contracts;

namespace SkinEnhance.Emulator.Comfy;

/// <summary>One paid route of Comfy's proxy.</summary>
internal sealed record ComfyOperation
{
    /// <summary>The route's path behind <c>/proxy/freepik/v1/ai/</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The path behind the same prefix at which the task's status is asked for.</summary>
    public required string StatusRoute { get; init; }

    /// <summary>The fields besides <c>image</c>.</summary>
    public required IReadOnlyList<JsonField> Fields { get; init; }

    /// <summary>The factor by which the result is larger.</summary>
    public Func<IReadOnlyDictionary<string, JsonElement>, int> Factor { get; init; } = _ => 1;

    /// <summary>Says what is wrong with the result's size, given the image and the factor.</summary>
    public Func<ImageInfo, int, string?> CheckResult { get; init; } = (_, _) => null;

    /// <summary>The price in credits, given the image and the factor.</summary>
    public required Func<ImageInfo, int, double> Price { get; init; }
}
