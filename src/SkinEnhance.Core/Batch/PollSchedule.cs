namespace SkinEnhance.Core.Batch;

/// <summary>When to ask for a task again: a short one soon, a long one seldom.</summary>
internal static class PollSchedule
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>The wait before the next question.</summary>
    /// <param name="minimum">The provider's shortest interval.</param>
    /// <param name="elapsed">How long the task has been under way.</param>
    /// <param name="estimated">How long the provider expects it to take, when it said so.</param>
    /// <returns>At least the minimum; beyond that a fifth of the time gone, and not long before the estimate; never over 10 s unless the minimum is.</returns>
    internal static TimeSpan Next(TimeSpan minimum, TimeSpan elapsed, TimeSpan? estimated)
    {
        var grown = elapsed / 5;
        var untilNearlyDone = (estimated * 0.9) - elapsed ?? TimeSpan.Zero;
        var wait = Shorter(grown > untilNearlyDone ? grown : untilNearlyDone, Longest);
        return wait > minimum ? wait : minimum;
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
