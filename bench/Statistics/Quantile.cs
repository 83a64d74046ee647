namespace SkinEnhance.Bench.Statistics;

/// <summary>Quantiles of what was measured, interpolated between the two nearest values.</summary>
internal static class Quantile
{
    /// <summary>The value below which a share of the values lies.</summary>
    /// <param name="values">The values, in any order; at least one.</param>
    /// <param name="share">0 for the smallest, 0.5 for the median, 1 for the largest.</param>
    /// <returns>The quantile.</returns>
    internal static double Of(IEnumerable<double> values, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            throw new ArgumentException("There is nothing to take a quantile of.", nameof(values));
        }

        var place = share * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    internal static double Median(IEnumerable<double> values) => Of(values, 0.5);
}
