namespace SkinEnhance.Bench.Measuring;

/// <summary>What a process and all that it started cost.</summary>
internal sealed record ProcessCost
{
    /// <summary>From its start to its end.</summary>
    public required TimeSpan Wall { get; init; }

    /// <summary>User and system time, that of its children included.</summary>
    public required TimeSpan Processor { get; init; }

    /// <summary>The most memory that any one process of the tree had, in bytes.</summary>
    public required long PeakMemory { get; init; }

    /// <summary>The most processes of the tree that were seen at once; 1 when it starts none.</summary>
    public required int Processes { get; init; }

    public required int ExitCode { get; init; }

    /// <summary>The end of what it wrote to standard error.</summary>
    public required string Error { get; init; }

    /// <summary>Why it was stopped from outside; null when it ended by itself.</summary>
    public string? Stopped { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
}
