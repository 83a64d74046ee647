using System.Globalization;

namespace SkinEnhance.Cli.Commands;

/// <summary>Reads times and durations as they are typed.</summary>
internal static class PointInTime
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36500);

    /// <summary>Reads a duration.</summary>
    /// <param name="text">A number with its unit, such as <c>90s</c>, <c>30m</c>, <c>12h</c>, <c>30d</c> or <c>2w</c>.</param>
    /// <returns>The duration; null when it is none.</returns>
    internal static TimeSpan? ReadDuration(string text)
    {
        double? unit = text.Length < 2 ? null : char.ToLowerInvariant(text[^1]) switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 24 * 3600,
            'w' => 7 * 24 * 3600,
            _ => null,
        };
        return double.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && unit * number is { } seconds && seconds <= Longest.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    /// <summary>Reads a date, a date with a time, or a duration before now. A date without a zone is of this place.</summary>
    /// <returns>The time; null when it is none.</returns>
    internal static DateTimeOffset? Read(string text) =>
        ReadDuration(text) is { } ago ? Ago(ago)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time
        : null;

    internal static DateTimeOffset Ago(TimeSpan duration) => TimeProvider.System.GetUtcNow() - duration;
}
