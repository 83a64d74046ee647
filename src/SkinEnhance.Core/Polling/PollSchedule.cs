namespace SkinEnhance.Core.Polling;

/// <summary>When to ask for a task again: first when it may be done, then in steps that are small beside the time it takes.</summary>
internal static class PollSchedule
{
    // The time that a result lies ready unseen stays below this part of the time that the task took.
    internal const double Step = 0.1;

    // A question right after an answer says nothing new.
    private const double LeastGap = Step / 4;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // A forecast can be wrong; this is what that costs at most.
    private static readonly TimeSpan LongestTrust = TimeSpan.FromSeconds(60);

    /// <summary>The wait before the next question.</summary>
    /// <param name="minimum">The provider's shortest interval.</param>
    /// <param name="initial">The wait between first questions for a task that nothing is known of.</param>
    /// <param name="elapsed">How long the task has been under way.</param>
    /// <param name="first">When it may first be done, where something is known; null otherwise.</param>
    /// <returns>At least the minimum. With a forecast: until then, but 60 s at most, then in steps of a tenth, and of a fifth once it is
    /// twice as late. Without: the initial wait, or a fifth of the time gone. Never over 10 s but for the forecast or the minimum.</returns>
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

    // From the beginning and not from the last answer: what answers take would add up, and a forecast that is right be missed.
    private static TimeSpan NextStep(TimeSpan start, TimeSpan elapsed)
    {
        var least = elapsed * (1 + LeastGap);
        var steps = Math.Ceiling(Math.Log(least / start) / Math.Log(1 + Step));
        return start * Math.Pow(1 + Step, steps);
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
