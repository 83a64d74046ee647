namespace SkinEnhance.Core.Polling;

/// <summary>When to poll a task: first when it may be done, then at intervals that are short compared with its duration.</summary>
internal static class PollSchedule
{
    // The time between the end of a task and the poll that finds it is below this fraction of the task's duration.
    internal const double Step = 0.1;

    // A poll right after a response adds no information.
    private const double LeastGap = Step / 4;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // An estimate can be wrong; this is the longest wait without a poll.
    private static readonly TimeSpan LongestTrust = TimeSpan.FromSeconds(60);

    /// <summary>The wait before the next poll.</summary>
    /// <param name="minimum">The provider's shortest interval.</param>
    /// <param name="initial">The wait between first polls of a task without an estimate.</param>
    /// <param name="elapsed">How long the task has been running.</param>
    /// <param name="first">The estimate of when it may be done; null for none.</param>
    /// <returns>At least the minimum. With an estimate: until then, but 60 s at most, then in steps of a tenth, and of a fifth once it is
    /// twice as late. Without: the initial wait, or a fifth of the elapsed time. At most 10 s except for the estimate and the minimum.</returns>
    internal static TimeSpan Next(TimeSpan minimum, TimeSpan initial, TimeSpan elapsed, TimeSpan? first)
    {
        var wait = first switch
        {
            null => Longer(initial, Shorter(elapsed / 5, Longest)),
            { } start when elapsed < start => Shorter(start - elapsed, LongestTrust),
            { } start when elapsed < 2 * start => NextStep(start, elapsed) - elapsed,
            _ => Shorter(elapsed / 5, Longer(Longest, elapsed * Step)),
        };
        return Longer(wait, minimum);
    }

    // Counted from the start, not from the last response: the durations of responses would add up, and polls would miss a correct estimate.
    private static TimeSpan NextStep(TimeSpan start, TimeSpan elapsed)
    {
        var least = elapsed * (1 + LeastGap);
        var steps = Math.Ceiling(Math.Log(least / start) / Math.Log(1 + Step));
        return start * Math.Pow(1 + Step, steps);
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
