namespace SkinEnhance.Bench.Servers;

/// <summary>How a server of the bench behaves.</summary>
internal sealed record ServerPlan
{
    public required ServerKind Kind { get; init; }

    /// <summary>How many seconds a task typically takes; of the emulator only.</summary>
    public double TaskSeconds { get; init; } = 2;

    /// <summary>The same for single operations, by the name that the emulator has for them.</summary>
    public IReadOnlyDictionary<string, double> TaskSecondsByOperation { get; init; } = new Dictionary<string, double>();

    /// <summary>By what share of the typical time a task may take more or less.</summary>
    public double Spread { get; init; }

    /// <summary>Whether the service tells how long a task will take.</summary>
    public bool TellsEstimate { get; init; } = true;

    /// <summary>By what share an estimate may be wrong.</summary>
    public double EstimateError { get; init; }
}
