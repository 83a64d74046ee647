namespace SkinEnhance.Bench.Statistics;

/// <summary>Counts events in windows that slide over them.</summary>
internal static class SlidingWindow
{
    /// <summary>The most events that any window of a length holds, wherever it begins. A window does not hold an event exactly its length after its first.</summary>
    /// <param name="events">When they happened, in any order.</param>
    /// <param name="length">The window's length.</param>
    /// <returns>The count; 0 without events.</returns>
    internal static int Most(IEnumerable<DateTimeOffset> events, TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        DateTimeOffset[] sorted = [.. events.Order()];
        var most = 0;
        for (int first = 0, last = 0; last < sorted.Length; last++)
        {
            while (sorted[last] - sorted[first] >= length)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    /// <summary>The shortest time between an event and the next; null with fewer than two.</summary>
    internal static TimeSpan? ShortestGap(IEnumerable<DateTimeOffset> events)
    {
        DateTimeOffset[] sorted = [.. events.Order()];
        return sorted.Length < 2 ? null : sorted.Zip(sorted.Skip(1), static (left, right) => right - left).Min();
    }
}
