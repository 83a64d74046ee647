namespace SkinEnhance.Core.Polling;

/// <summary>Gives requests the times at which they may leave, so that no stretch of time holds more than a provider takes.</summary>
/// <remarks>
/// The limiters of System.Threading.RateLimiting do not serve here: they take no <see cref="TimeProvider"/>, they do not tell when the
/// next permit is free, and a full token bucket lets twice its size pass within one window.
/// </remarks>
internal sealed class RateLimiter
{
    // The last of a window's requests keep its mean pace: without it a burst would be followed by a silence as long as the window.
    private const double PacedShare = 0.05;

    // What leaves at its time arrives a little earlier or later.
    private const double Margin = 1.05;

    private readonly object _gate = new();
    private readonly RateLimit[] _limits;
    private readonly DateTimeOffset[] _times;
    private long _given;

    /// <param name="limits">What the provider takes; a limit that allows nothing is none.</param>
    internal RateLimiter(IEnumerable<RateLimit> limits)
    {
        _limits = [.. limits.Where(limit => limit.Count > 0)];
        _times = new DateTimeOffset[_limits.Select(limit => limit.Count).DefaultIfEmpty(1).Max()];
    }

    /// <summary>Gives the next free time.</summary>
    /// <param name="now">The time by the same clock at every call.</param>
    /// <returns>Now, or later; never before one that was given already.</returns>
    internal DateTimeOffset Reserve(DateTimeOffset now)
    {
        lock (_gate)
        {
            var last = _given > 0 ? Past(1)!.Value : DateTimeOffset.MinValue;
            var at = now > last ? now : last;
            foreach (var (count, documented) in _limits)
            {
                var window = documented * Margin;
                if (Past(count) is { } first && first + window > at)
                {
                    at = first + window;
                }

                if (Past((int)(count * (1 - PacedShare))) is { } early && early + window > at && last + (window / count) is var paced && paced > at)
                {
                    at = paced;
                }
            }

            _times[_given++ % _times.Length] = at;
            return at;
        }
    }

    /// <summary>The time that was given so many requests ago; null when there were not so many.</summary>
    private DateTimeOffset? Past(int count) => count >= 1 && count <= _given ? _times[(_given - count) % _times.Length] : null;
}
