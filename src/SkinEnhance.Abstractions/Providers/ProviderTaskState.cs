namespace SkinEnhance;

/// <summary>What a provider's answer says of a task.</summary>
public sealed record ProviderTaskState
{
    /// <summary>The provider's id of the task; null for a synchronous operation.</summary>
    public string? TaskId { get; init; }

    /// <summary>Where it stands.</summary>
    public required EnhanceTaskStatus Status { get; init; }

    /// <summary>The provider's word for the status where it is not one that is known, and so counts as running; null otherwise.</summary>
    public string? UnknownStatus { get; init; }

    /// <summary>The addresses of the results.</summary>
    public IReadOnlyList<Uri> ResultUri { get; init; } = [];

    /// <summary>The credits used, when the answer says so.</summary>
    public double? Credits { get; init; }

    /// <summary>How long the provider expects the task to take, when the answer says so.</summary>
    public TimeSpan? EstimatedDuration { get; init; }

    /// <summary>The time that nine of ten such tasks keep to, when the answer says so.</summary>
    public TimeSpan? EstimatedDurationP90 { get; init; }

    /// <summary>How long the provider asks to wait before the next poll; null when the answer says nothing of it.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The provider's words on a failure, if it gave any.</summary>
    public string? Message { get; init; }
}
