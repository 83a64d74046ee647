using System.Globalization;

namespace SkinEnhance.Core.Operations;

/// <summary>Parses durations for all front ends: <c>90s</c>, <c>30m</c>, <c>12h</c>, <c>30d</c>, <c>2w</c>, <c>1.5h</c>, <c>00:30:00</c>.</summary>
public static class DurationText
{
    /// <summary>The accepted forms, for messages.</summary>
    public const string Form = "a number with s, m, h, d or w, such as 90s, 30m, 12h, 30d or 2w, or hh:mm:ss";

    private const double LongestSeconds = 36500d * 24 * 3600;

    /// <summary>Parses a duration.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The duration, at most 36,500 days; null for any other text. A number without a unit is not a duration.</returns>
    public static TimeSpan? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // With one colon, hh:mm and mm:ss are ambiguous.
        if (text.AsSpan().Count(':') == 2)
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero && span.TotalSeconds <= LongestSeconds ? span : null;
        }

        double? unit = text.Length == 0 ? null : char.ToLowerInvariant(text[^1]) switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 24 * 3600,
            'w' => 7 * 24 * 3600,
            _ => null,
        };
        return unit is not null && FromSeconds(NumberText.Read(text[..^1]) * unit) is { } duration ? duration : null;
    }

    /// <summary>Parses a duration or a number of seconds.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The duration, at most 36,500 days; null for any other text.</returns>
    public static TimeSpan? ReadOrSeconds(string text) => FromSeconds(NumberText.Read(text)) ?? Read(text);

    private static TimeSpan? FromSeconds(double? seconds) => seconds is >= 0 and <= LongestSeconds ? TimeSpan.FromSeconds(seconds.Value) : null;
}

/// <summary>Parses numbers for all front ends: a point for decimals in any culture; no thousands separators, spaces or units.</summary>
public static class NumberText
{
    /// <summary>Parses a number.</summary>
    /// <param name="text">Digits with an optional sign, decimal point and exponent, such as <c>-2</c>, <c>0.5</c> or <c>1e3</c>.</param>
    /// <returns>The number; null for any other text, and for a number that is not finite.</returns>
    public static double? Read(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;
}

/// <summary>Parses points in time for all front ends: a date, a date with a time, or a duration before now.</summary>
public static class TimeText
{
    /// <summary>The accepted forms, for messages.</summary>
    public const string Form = "a date such as 2026-08-31, or a duration such as 12h, 30d or 2w";

    /// <summary>Parses a point in time. A date without a zone is local.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The time; null for any other text, a number included.</returns>
    public static DateTimeOffset? Read(string text) =>
        DurationText.Read(text) is { } ago ? Ago(ago)
        : NumberText.Read(text) is null && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time
        : null;

    /// <summary>The time a duration ago, limited to the earliest time that can be represented.</summary>
    /// <param name="duration">The duration.</param>
    /// <returns>The time.</returns>
    public static DateTimeOffset Ago(TimeSpan duration)
    {
        var now = TimeProvider.System.GetUtcNow();
        return duration < now - DateTimeOffset.MinValue ? now - duration : DateTimeOffset.MinValue;
    }
}
