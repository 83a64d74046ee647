using SkinEnhance.Core.Batch;

namespace SkinEnhance.Core.Tests.Batch;

public class PollScheduleTests
{
    [Theory]
    [InlineData(0.5, 0, null, 0.5)]
    [InlineData(0.5, 2, null, 0.5)]
    [InlineData(0.5, 5, null, 1)]
    [InlineData(0.5, 30, null, 6)]
    [InlineData(0.5, 50, null, 10)]
    [InlineData(0.5, 5000, null, 10)]
    [InlineData(0.5, 0, 5.0, 4.5)]
    [InlineData(0.5, 4, 5.0, 0.8)]
    [InlineData(0.5, 0, 60.0, 10)]
    [InlineData(0.5, 0, 86400.0, 10)]
    [InlineData(0.5, 60, 5.0, 10)]
    [InlineData(5, 0, null, 5)]
    [InlineData(5, 30, null, 6)]
    [InlineData(5, 0, 1.0, 5)]
    [InlineData(30, 1000, null, 30)]
    public void A_task_is_asked_for_soon_at_first_and_seldom_later(double minimum, double elapsed, double? estimated, double wait) => Assert.Equal(
        wait,
        PollSchedule.Next(TimeSpan.FromSeconds(minimum), TimeSpan.FromSeconds(elapsed), estimated is { } seconds ? TimeSpan.FromSeconds(seconds) : null).TotalSeconds,
        precision: 6);
}
