using System.Globalization;
using System.Net.Http.Headers;

namespace SkinEnhance.Core.Transport;

/// <summary>Reads the Retry-After header.</summary>
internal static class RetryAfterHeader
{
    // Longer than any wait, and short enough to be added to a current date.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36500);

    /// <summary>Reads the header in every form that servers use: seconds with or without decimals, and dates.</summary>
    /// <param name="headers">The headers of the response.</param>
    /// <param name="now">The time from which a date counts.</param>
    /// <returns>From zero, for a negative number and a date in the past, to a hundred years; null without a valid header.</returns>
    internal static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        // The typed header is null for decimals and for numbers beyond an int.
        if (!headers.NonValidated.TryGetValues("Retry-After", out var values))
        {
            return null;
        }

        foreach (var value in values)
        {
            // Proxies join two headers with a comma, and a date contains one.
            if ((Wait(value, now) ?? Wait(value.Split(',')[0], now)) is { } wait)
            {
                return wait;
            }
        }

        return null;
    }

    private static TimeSpan? Wait(string value, DateTimeOffset now)
    {
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return double.IsNaN(seconds) ? null : TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds));
        }

        if (Date(value) is not { } date)
        {
            return null;
        }

        var wait = date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
    }

    private static DateTimeOffset? Date(string value)
    {
        if (RetryConditionHeaderValue.TryParse(value, out var typed) && typed.Date is { } exact)
        {
            return exact;
        }

        // Only texts with a time of day: "Wed" alone would be read as a date. The weekday is cut off, because a wrong one would make the date invalid.
        var afterWeekday = value[(value.IndexOf(',', StringComparison.Ordinal) + 1)..];
        return value.Contains(':', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(afterWeekday, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : null;
    }
}
