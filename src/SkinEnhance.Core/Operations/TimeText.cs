using System.Globalization;

namespace SkinEnhance.Core.Operations;

/// <summary>Reads points in time alike everywhere: a date, a date with a time, or a duration before now.</summary>
public static class TimeText
{
    /// <summary>What a point in time looks like, for messages.</summary>
    public const string Form = "a date such as 2026-08-31, or a duration such as 12h, 30d or 2w";

    /// <summary>Reads a point in time. A date without a zone is of this place.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The time; null when the text is none. A number is none.</returns>
    public static DateTimeOffset? Read(string text) =>
        DurationText.Read(text) is { } ago ? Ago(ago)
        : NumberText.Read(text) is null && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time
        : null;

    /// <summary>The time that long ago; the earliest there is when it would lie before that.</summary>
    /// <param name="duration">How long.</param>
    /// <returns>The time.</returns>
    public static DateTimeOffset Ago(TimeSpan duration)
    {
        var now = TimeProvider.System.GetUtcNow();
        return duration < now - DateTimeOffset.MinValue ? now - duration : DateTimeOffset.MinValue;
    }
}
