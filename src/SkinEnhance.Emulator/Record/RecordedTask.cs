namespace SkinEnhance.Emulator;

/// <summary>One accepted, and billed, submission. A snapshot: <see cref="Status"/> is that of the moment it was taken.</summary>
public sealed record RecordedTask
{
    /// <summary>The task's id; synchronous operations have one too, though the client never sees it.</summary>
    public required string TaskId { get; init; }

    /// <summary><c>comfy</c> or <c>ailab</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>
    /// The operation: <c>skin-enhancer/faithful</c>, <c>skin-enhancer/flexible</c>, <c>skin-enhancer/creative</c>, <c>image-upscaler</c>,
    /// <c>image-upscaler-precision-v2</c>, <c>smart-skin</c>, <c>smart-skin-advanced</c> or <c>image-lossless-enlargement</c>.
    /// </summary>
    public required string Operation { get; init; }

    /// <summary>The fields that were sent, as in <see cref="RecordedRequest.Fields"/>.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>SHA-256 of the image in lower-case hexadecimal; <see langword="null"/> when it was a foreign address.</summary>
    public string? ImageSha256 { get; init; }

    /// <summary>The <c>Idempotency-Key</c> it came with.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>What it cost, in the provider's credits.</summary>
    public required double CreditsBilled { get; init; }

    /// <summary><c>CREATED</c>, <c>IN_PROGRESS</c>, <c>COMPLETED</c> or <c>FAILED</c>, whatever the provider calls it.</summary>
    public required string Status { get; init; }

    /// <summary>When it was accepted, by the emulator's clock.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it ends, or ended, by the emulator's clock; not for one that never ends.</summary>
    public required DateTimeOffset EndsAt { get; init; }
}
