using SkinEnhance.Emulator.Files;

namespace SkinEnhance.Emulator.Tasks;

/// <summary>An accepted submission before it has become a task.</summary>
internal sealed record TaskOrder
{
    public required string Provider { get; init; }

    public required string Operation { get; init; }

    /// <summary>The status route of the task.</summary>
    public required string StatusRoute { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>The image; <see langword="null"/> when it is a foreign address.</summary>
    public SpooledFile? Image { get; init; }

    public string? IdempotencyKey { get; init; }

    public required double Credits { get; init; }

    /// <summary>How long the task takes.</summary>
    public required TimeSpan Duration { get; init; }
}
