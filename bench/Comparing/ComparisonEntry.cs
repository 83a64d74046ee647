namespace SkinEnhance.Bench.Comparing;

/// <summary>A contender and its runs.</summary>
/// <param name="Contender">The contender.</param>
/// <param name="NotRun">Why it is not run; null when it is.</param>
internal sealed record ComparisonEntry(Contender Contender, string? NotRun)
{
    public List<RunOutcome> Runs { get; } = [];

    /// <summary>What went wrong in its runs, each thing once.</summary>
    internal IEnumerable<string> Problems() => Runs.SelectMany(Problems).Distinct();

    private static IEnumerable<string> Problems(RunOutcome run)
    {
        if (run.Cost.Stopped is { } stopped)
        {
            yield return stopped;
        }

        if (run.Cost.ExitCode != 0 || run.Failed > 0)
        {
            yield return Invariant($"{run.Failed} images failed, exit code {run.Cost.ExitCode}");
        }

        if (run.PaidTwice > 0)
        {
            yield return Invariant($"{run.PaidTwice} submissions more than images");
        }
    }
}
