namespace SkinEnhance.Core.Polling;

/// <summary>Assigns requests their send times, so that no period exceeds a provider's limit.</summary>
/// <remarks>
/// The limiters of System.Threading.RateLimiting are not suitable: they accept no <see cref="TimeProvider"/>, they do not report when the
/// next permit is available, and a full token bucket lets twice its size pass within one window.
/// </remarks>
internal sealed class RateLimiter
{
    // The last requests of a window are paced at its mean rate; otherwise a burst would be followed by a pause of a whole window.
    private const double PacedShare = 0.05;

    // Requests arrive slightly earlier or later than they are sent.
    private const double Margin = 1.05;

    private readonly object _gate = new();
    private readonly RateLimit[] _limits;
    private readonly DateTimeOffset[] _times;
    private long _given;

    /// <param name="limits">The provider's limits; one that allows no request is ignored.</param>
    internal RateLimiter(IEnumerable<RateLimit> limits)
    {
        _limits = [.. limits.Where(limit => limit.Count > 0)];
        _times = new DateTimeOffset[_limits.Select(limit => limit.Count).DefaultIfEmpty(1).Max()];
    }

    /// <summary>Reserves the next available time.</summary>
    /// <param name="now">The time, by the same clock at every call.</param>
    /// <returns>Now, or later; never before a time that was reserved already.</returns>
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

    /// <summary>The time that was reserved that many requests ago; null when there were fewer.</summary>
    private DateTimeOffset? Past(int count) => count >= 1 && count <= _given ? _times[(_given - count) % _times.Length] : null;
}
