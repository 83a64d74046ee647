using SkinEnhance.Emulator.Contracts;

namespace SkinEnhance.Emulator.AILab;

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

    /// <summary>Where a synchronous answer's <c>data</c> holds the address; <see langword="null"/> for an asynchronous operation.</summary>
    public string? UrlField { get; init; }
}
