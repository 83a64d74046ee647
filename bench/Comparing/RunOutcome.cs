using SkinEnhance.Bench.Measuring;

namespace SkinEnhance.Bench.Comparing;

/// <summary>One run of a contender, measured and checked.</summary>
internal sealed record RunOutcome
{
    public required ProcessCost Cost { get; init; }

    /// <summary>Images that were not accepted, or whose result is not there.</summary>
    public required int Failed { get; init; }

    /// <summary>Submissions beyond one an image.</summary>
    public required int PaidTwice { get; init; }

    /// <summary>Questions for each task; empty when the server does not tell.</summary>
    public IReadOnlyList<double> Polls { get; init; } = [];

    /// <summary>For each image, the seconds from the end of its task at the provider to the file under its final name.</summary>
    public IReadOnlyList<double> Lateness { get; init; } = [];
}
