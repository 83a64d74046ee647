namespace SkinEnhance.Bench.Servers;

/// <summary>What a server saw.</summary>
internal sealed record ServerReport
{
    /// <summary>How many images were accepted.</summary>
    public required int Submissions { get; init; }

    /// <summary>Bytes of the bodies that were taken.</summary>
    public required long BodyBytes { get; init; }

    /// <summary>When the first request began to arrive; null as long as none did.</summary>
    public DateTimeOffset? FirstRequestAt { get; init; }

    /// <summary>When submissions arrived.</summary>
    public IReadOnlyList<DateTimeOffset> SubmissionTimes { get; init; } = [];

    /// <summary>The tasks; of the emulator only.</summary>
    public IReadOnlyList<TaskSeen> Tasks { get; init; } = [];
}
