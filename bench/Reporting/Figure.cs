using SkinEnhance.Bench.Statistics;

namespace SkinEnhance.Bench.Reporting;

/// <summary>How figures are written.</summary>
internal static class Figure
{
    internal const string DoesNotApply = "-";
    private const double Megabyte = 1_000_000;

    /// <summary>Three significant digits, without an exponent.</summary>
    internal static string Of(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    /// <summary>The median, and in brackets the smallest and the largest when there are several.</summary>
    internal static string Spread(IReadOnlyList<double> values) => values.Count switch
    {
        0 => DoesNotApply,
        1 => Of(values[0]),
        _ => $"{Of(Quantile.Median(values))} ({Of(values.Min())}-{Of(values.Max())})",
    };

    internal static double Megabytes(double bytes) => bytes / Megabyte;
}
