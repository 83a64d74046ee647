using SkinEnhance.Core.Polling;

namespace SkinEnhance.Core.Tests.Polling;

/// <summary>Without a ledger; with one see PastDurationsTests.</summary>
public sealed class DurationEstimatorTests : IAsyncDisposable
{
    private readonly DurationEstimator _estimates = new(null);

    public ValueTask DisposeAsync() => _estimates.DisposeAsync();

    [Fact]
    public void Nothing_is_known_of_a_task_without_an_estimate() => Assert.Null(_estimates.Of(Task(), "Test"));

    [Theory]
    [InlineData(120, null, 2)]
    [InlineData(120, 200, 2)]
    [InlineData(120, 130, 1)]
    [InlineData(120, 131, 2)]
    [InlineData(11, 11, 1)]
    [InlineData(10, 10, 3)]
    [InlineData(2, 2, 5)]
    [InlineData(2, null, 5)]
    [InlineData(1, 1, 9)]
    public void The_first_poll_is_some_steps_before_the_estimate_or_one_with_a_close_p90(int estimate, int? p90, int steps) =>
        Assert.Equal(estimate / Math.Pow(1.1, steps), First(Task(estimate, p90)), precision: 5);

    [Fact]
    public void Observed_durations_correct_the_estimates_after_enough_samples()
    {
        for (var number = 0; number < 4; number++)
        {
            Assert.Equal(20 / 1.21, First(Task(20)), precision: 5);
            _estimates.Note(Done(20), notYet: Seconds(30), done: Seconds(32), null);
        }

        Assert.Equal(16, First(Task(10)), precision: 5);
        Assert.Equal(1.6 * 60, First(Task(60)), precision: 5);
    }

    [Fact]
    public void A_task_that_was_found_done_long_after_its_last_poll_does_not_count()
    {
        for (var number = 0; number < 10; number++)
        {
            _estimates.Note(Done(20), notYet: Seconds(10), done: Seconds(3000), null);
            _estimates.Note(Done(20), notYet: null, done: Seconds(3000), new DurationEstimate(Seconds(20), IsInformative: true));
            _estimates.Note(Done(20) with { Status = EnhanceTaskStatus.Failed }, notYet: Seconds(1), done: Seconds(1.1), null);
        }

        Assert.Equal(20 / 1.21, First(Task(20)), precision: 5);
    }

    [Theory]
    [InlineData(EnhanceTaskStatus.Completed)]
    [InlineData(EnhanceTaskStatus.Failed)]
    public void After_one_has_ended_no_poll_is_skipped_however_late_that_was_seen(EnhanceTaskStatus status)
    {
        for (var number = 0; number < 8; number++)
        {
            _estimates.NoteRunning(Task(20), null, Seconds(19));
        }

        Assert.True(_estimates.ArePeersRunning(Task(20), Seconds(18)));
        Assert.False(_estimates.ArePeersRunning(Task(20), Seconds(20)));
        _estimates.Note(Done(20) with { Status = status }, notYet: Seconds(1), done: Seconds(3000), null);

        Assert.False(_estimates.ArePeersRunning(Task(20), Seconds(18)));
    }

    [Fact]
    public void Operations_are_distinguished()
    {
        for (var number = 0; number < 4; number++)
        {
            _estimates.Note(Done(20), notYet: Seconds(30), done: Seconds(32), null);
        }

        Assert.Equal(20 / 1.21, First(Task(20) with { Operation = "Another" }), precision: 5);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static EnhanceTask Task(double? estimate = null, double? p90 = null) => new()
    {
        TaskId = "task",
        Provider = "Test",
        Operation = "Retouch",
        StatusRoute = "test-route",
        Status = EnhanceTaskStatus.Submitted,
        EstimatedDuration = estimate is { } seconds ? Seconds(seconds) : null,
        EstimatedDurationP90 = p90 is { } most ? Seconds(most) : null,
    };

    private static EnhanceTask Done(double estimate) => Task(estimate) with { Status = EnhanceTaskStatus.Completed };

    private double First(EnhanceTask task) => _estimates.Of(task, "Test")!.Value.First.TotalSeconds;
}
