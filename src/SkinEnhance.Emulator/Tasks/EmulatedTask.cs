using SkinEnhance.Emulator.Files;

namespace SkinEnhance.Emulator.Tasks;

/// <summary>A billed task. Its state is a function of the time: nothing runs.</summary>
internal sealed record EmulatedTask
{
    /// <summary>The fraction of its duration in which a task is queued.</summary>
    private const double QueuedShare = 0.25;

    public required string Id { get; init; }

    public required TaskOrder Order { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Addresses of the results.</summary>
    public required IReadOnlyList<Uri> Results { get; init; }

    public bool Fails { get; init; }

    public bool NeverEnds { get; init; }

    public string Provider => Order.Provider;

    public double CreditsBilled => Order.Credits;

    public DateTimeOffset EndsAt => SubmittedAt + Order.Duration;

    public TaskPhase PhaseAt(DateTimeOffset now)
    {
        var elapsed = now - SubmittedAt;
        if (elapsed < Order.Duration * QueuedShare)
        {
            return TaskPhase.Created;
        }

        if (NeverEnds || elapsed < Order.Duration)
        {
            return TaskPhase.InProgress;
        }

        return Fails ? TaskPhase.Failed : TaskPhase.Completed;
    }

    public RecordedTask Describe(DateTimeOffset now) => new()
    {
        TaskId = Id,
        Provider = Order.Provider,
        Operation = Order.Operation,
        Parameters = Order.Parameters,
        ImageSha256 = Order.Image?.Sha256,
        IdempotencyKey = Order.IdempotencyKey,
        CreditsBilled = Order.Credits,
        Status = PhaseAt(now) switch
        {
            TaskPhase.Created => "CREATED",
            TaskPhase.InProgress => "IN_PROGRESS",
            TaskPhase.Failed => "FAILED",
            _ => "COMPLETED",
        },
        SubmittedAt = SubmittedAt,
        EndsAt = EndsAt,
    };
}

/// <summary>The state of a task, for either provider.</summary>
internal enum TaskPhase
{
    Created = 0,
    InProgress,
    Completed,
    Failed,
}

/// <summary>An accepted submission before its task is created.</summary>
internal sealed record TaskOrder
{
    public required string Provider { get; init; }

    public required string Operation { get; init; }

    /// <summary>The status route of the task.</summary>
    public required string StatusRoute { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>The image; <see langword="null"/> for one at an external address.</summary>
    public SpooledFile? Image { get; init; }

    public string? IdempotencyKey { get; init; }

    public required double Credits { get; init; }

    /// <summary>How long the task takes.</summary>
    public required TimeSpan Duration { get; init; }
}
