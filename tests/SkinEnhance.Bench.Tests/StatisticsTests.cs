using SkinEnhance.Bench.Statistics;

namespace SkinEnhance.Bench.Tests;

public class StatisticsTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 0.5, 2)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 0.5, 2.5)]
    [InlineData(new double[] { 7 }, 0.95, 7)]
    [InlineData(new double[] { 1, 2 }, 0, 1)]
    [InlineData(new double[] { 1, 2 }, 1, 2)]
    [InlineData(new double[] { 10, 20, 30, 40, 50 }, 0.95, 48)]
    public void A_quantile_lies_between_its_neighbours(double[] values, double share, double expected) =>
        Assert.Equal(expected, Quantile.Of(values, share), 9);

    [Fact]
    public void Nothing_has_no_quantile() => Assert.Throws<ArgumentException>(() => Quantile.Median([]));

    [Theory]
    [InlineData(new double[] { }, 0)]
    [InlineData(new double[] { 1 }, 1)]
    [InlineData(new double[] { 0, 4.9, 5 }, 2)]
    [InlineData(new double[] { 8.9, 0, 4, 8, 5, 20 }, 4)]
    [InlineData(new double[] { 3, 3, 3 }, 3)]
    public void A_window_is_counted_wherever_it_begins(double[] seconds, int expected) =>
        Assert.Equal(expected, SlidingWindow.Most(Events(seconds), TimeSpan.FromSeconds(5)));

    [Fact]
    public void The_shortest_gap_is_found_in_any_order()
    {
        Assert.Equal(TimeSpan.FromSeconds(2), SlidingWindow.ShortestGap(Events([10, 0, 8])));
        Assert.Null(SlidingWindow.ShortestGap(Events([1])));
    }

    private static IEnumerable<DateTimeOffset> Events(double[] seconds) => seconds.Select(second => Start.AddSeconds(second));
}
