namespace SkinEnhance;

/// <summary>A task's state in a provider's response.</summary>
public sealed record ProviderTaskState
{
    /// <summary>The provider's id of the task; null for a synchronous operation.</summary>
    public string? TaskId { get; init; }

    /// <summary>The status.</summary>
    public required EnhanceTaskStatus Status { get; init; }

    /// <summary>The provider's status when it is not a documented one, which counts as in progress; null otherwise.</summary>
    public string? UnknownStatus { get; init; }

    /// <summary>The addresses of the results.</summary>
    public IReadOnlyList<Uri> ResultUri { get; init; } = [];

    /// <summary>The credits used; null when the response does not report them.</summary>
    public double? Credits { get; init; }

    /// <summary>The provider's duration estimate; null when the response has none.</summary>
    public TimeSpan? EstimatedDuration { get; init; }

    /// <summary>The provider's estimate of the 90th percentile of the duration; null when the response has none.</summary>
    public TimeSpan? EstimatedDurationP90 { get; init; }

    /// <summary>The provider's minimum wait before the next poll; null when the response has none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The provider's message about a failure; null when there is none.</summary>
    public string? Message { get; init; }
}
