using SkinEnhance.Core.Polling;

namespace SkinEnhance.Core.Tests.Polling;

public sealed class RateLimiterTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RateLimit[] Limits = [new(250, TimeSpan.FromSeconds(5)), new(1200, TimeSpan.FromMinutes(2))];

    [Fact]
    public void Without_a_limit_everything_is_sent_at_once()
    {
        var gate = new RateLimiter([default]);

        Assert.All(Enumerable.Range(0, 10_000).Select(_ => gate.Reserve(Start)), time => Assert.Equal(Start, time));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(500)]
    public void No_period_has_more_requests_than_its_limit(int millisecondsBetween)
    {
        var gate = new RateLimiter(Limits);
        var times = Enumerable.Range(0, 6000).Select(number => gate.Reserve(Start.AddMilliseconds(number * (double)millisecondsBetween))).ToList();

        Assert.Equal(times.Order(), times);
        foreach (var limit in Limits)
        {
            for (var index = limit.Count; index < times.Count; index++)
            {
                Assert.True(times[index] - times[index - limit.Count] >= limit.Window, $"Request {index} leaves {times[index] - times[index - limit.Count]} after request {index - limit.Count}.");
            }
        }
    }

    [Fact]
    public void A_burst_is_let_through_but_for_its_end_which_keeps_the_mean_pace()
    {
        var gate = new RateLimiter([new RateLimit(100, TimeSpan.FromSeconds(10))]);
        var times = Enumerable.Range(0, 100).Select(_ => gate.Reserve(Start)).ToList();

        Assert.Equal(95, times.Count(time => time == Start));
        Assert.Equal([105, 210, 315, 420, 525], times.Skip(95).Select(time => (time - Start).TotalMilliseconds));
        Assert.Equal(Start.AddSeconds(10.5), gate.Reserve(Start));
    }

    [Fact]
    public void Rare_requests_are_never_delayed()
    {
        var gate = new RateLimiter(Limits);

        Assert.All(Enumerable.Range(0, 5000), number => Assert.Equal(Start.AddMilliseconds(number * 120), gate.Reserve(Start.AddMilliseconds(number * 120))));
    }

    [Fact]
    public void Comfy_is_polled_within_the_limits_of_the_service_behind_it()
    {
        using var comfy = new Core.Providers.Comfy.ComfyProvider(new Core.Settings.ProviderSettings("Comfy", new Uri("http://127.0.0.1:1/"), "a test", () => "key"));

        Assert.Equal(Limits, comfy.QueryLimits);
    }
}
