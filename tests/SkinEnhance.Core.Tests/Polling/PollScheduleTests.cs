using SkinEnhance.Core.Polling;

namespace SkinEnhance.Core.Tests.Polling;

public class PollScheduleTests
{
    [Theory]
    [InlineData(0.1, 0, 0.5)]
    [InlineData(0.1, 1, 0.5)]
    [InlineData(0.1, 4, 0.8)]
    [InlineData(0.1, 5, 1)]
    [InlineData(0.1, 30, 6)]
    [InlineData(0.1, 50, 10)]
    [InlineData(0.1, 5000, 10)]
    [InlineData(1, 0, 1)]
    [InlineData(5, 0, 5)]
    [InlineData(5, 30, 6)]
    [InlineData(30, 1000, 30)]
    public void A_task_without_an_estimate_is_polled_soon_at_first_and_rarely_later(double minimum, double elapsed, double wait) =>
        Assert.Equal(wait, Next(minimum, elapsed, null), precision: 6);

    [Theory]
    [InlineData(0, 0.02)]
    [InlineData(0.1, 0.02)]
    [InlineData(5, 1)]
    public void The_first_polls_are_at_the_initial_interval(double elapsed, double wait) =>
        Assert.Equal(wait, Next(0.02, elapsed, null, initial: 0.02), precision: 6);

    [Theory]
    [InlineData(0.1, 0, 5, 5)]
    [InlineData(0.1, 3, 5, 2)]
    [InlineData(0.1, 0, 45, 45)]
    [InlineData(5, 0, 1, 5)]
    [InlineData(5, 14, 15, 5)]
    public void A_task_with_an_estimate_is_first_polled_when_it_may_be_done(double minimum, double elapsed, double first, double wait) =>
        Assert.Equal(wait, Next(minimum, elapsed, first), precision: 6);

    [Theory]
    [InlineData(0.1, 5, 5, 0.5)]
    [InlineData(0.1, 0.9, 0.8, 0.1)]
    [InlineData(0.1, 10.3, 10, 0.7)]
    [InlineData(0.1, 10.45, 10, 0.55)]
    [InlineData(0.1, 10.7, 10, 0.3)]
    [InlineData(0.1, 10.8, 10, 1.3)]
    [InlineData(0.1, 11, 10, 1.1)]
    [InlineData(0.1, 120, 120, 12)]
    [InlineData(5, 20, 20, 5)]
    public void After_that_it_is_polled_in_steps_of_a_tenth_however_late_the_last_response_was(double minimum, double elapsed, double first, double wait) =>
        Assert.Equal(wait, Next(minimum, elapsed, first), precision: 6);

    [Theory]
    [InlineData(0.1, 10, 5, 2)]
    [InlineData(0.1, 1000, 5, 100)]
    public void A_task_that_takes_twice_as_long_is_polled_more_rarely(double minimum, double elapsed, double first, double wait) =>
        Assert.Equal(wait, Next(minimum, elapsed, first), precision: 6);

    [Fact]
    public void A_wrong_estimate_delays_a_poll_by_a_minute_at_most() => Assert.Equal(60, Next(0.1, 0, 86_400));

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(120)]
    public void A_task_near_its_estimate_is_found_done_soon_and_with_few_polls(double typical)
    {
        // The estimate is wrong by up to a fifth, and the first poll is well before it.
        for (var off = 0.8; off <= 1.2; off += 0.01)
        {
            var polls = 0;
            var elapsed = 0.0;
            while (elapsed < typical)
            {
                elapsed += Next(0.1, elapsed, typical * off / 1.26);
                polls++;
            }

            Assert.InRange((elapsed - typical) / typical, 0, 0.101);
            Assert.InRange(polls, 1, 12);
        }
    }

    private static double Next(double minimum, double elapsed, double? first, double initial = 0.5) => PollSchedule.Next(
        TimeSpan.FromSeconds(minimum), TimeSpan.FromSeconds(initial), TimeSpan.FromSeconds(elapsed), first is { } seconds ? TimeSpan.FromSeconds(seconds) : null).TotalSeconds;
}
