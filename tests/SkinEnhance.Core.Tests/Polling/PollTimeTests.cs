using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Polling;

/// <summary>When polls are sent: not before the service's Retry-After, whatever the wall clock.</summary>
public class PollTimeTests
{
    private const string Running = """{"data":{"task_id":"task-1","status":"IN_PROGRESS"}}""";

    [Theory]
    [InlineData(true, 200)]
    [InlineData(true, 404)]
    [InlineData(true, 429)]
    [InlineData(true, 503)]
    [InlineData(false, 200)]
    [InlineData(false, 404)]
    [InlineData(false, 429)]
    [InlineData(false, 503)]
    public async Task No_poll_is_sent_before_the_retry_after_of_the_last_one(bool isComfy, int status)
    {
        var body = (isComfy, status) switch
        {
            (true, 200) => Running,
            (false, 200) => """{"task_status":1}""",
            (true, _) => """{"message":"later"}""",
            _ => Responses.AILabError("EXCEEDING_LIMITS"),
        };
        await using var fixture = new PollFixture(
            Wire.Json(status, body, "Retry-After: 180"), Wire.Json(200, isComfy ? Responses.ComfyCompleted : Responses.AILabCompleted));

        Assert.Equal(EnhanceTaskStatus.Completed, (await fixture.WaitAsync(fixture.Submitted(isComfy))).Status);
        Assert.Equal(2, fixture.Server.Requests.Count);
        Assert.InRange(fixture.Elapsed, TimeSpan.FromSeconds(180), TimeSpan.FromSeconds(190));
    }

    [Fact]
    public async Task At_the_deadline_no_poll_is_sent_before_the_retry_after()
    {
        await using var fixture = new PollFixture(Wire.Json(200, Running, "Retry-After: 1000"));
        var asleep = AsleepAfterResponse(fixture);
        var wait = fixture.WaitAsync(fixture.Submitted(), TimeSpan.FromSeconds(400));
        await asleep.SoonAsync();
        fixture.Time.Advance(TimeSpan.FromSeconds(400));

        var task = await wait;

        Assert.Equal((EnhanceTaskStatus.InProgress, ErrorIds.OperationTimeout), (task.Status, task.ErrorId));
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task An_absurd_time_to_wait_is_bounded_by_an_hour()
    {
        await using var fixture = new PollFixture(Wire.Json(200, Running, "Retry-After: 99999999"), Wire.Json(200, Responses.ComfyCompleted));
        var asleep = AsleepAfterResponse(fixture);
        var wait = fixture.WaitAsync(fixture.Submitted());

        Assert.Equal(TimeSpan.FromHours(1), await asleep.SoonAsync());
        Assert.Single(fixture.Server.Requests);
        fixture.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(EnhanceTaskStatus.Completed, (await wait).Status);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    [InlineData(24 * 400)]
    [InlineData(-24 * 400)]
    public async Task A_clock_that_is_set_while_waiting_changes_neither_polls_nor_the_timeout(int hours)
    {
        PollFixture? fixture = null;
        var steps = 0;
        await using (fixture = new PollFixture(exchange =>
        {
            steps++;
            fixture!.Time.ClockOffset = TimeSpan.FromHours(hours);
            return Wire.Json(200, Running)(exchange);
        }))
        {
            var task = await fixture.WaitAsync(fixture.Submitted(), TimeSpan.FromMinutes(10));

            Assert.Equal(ErrorIds.OperationTimeout, task.ErrorId);
            Assert.InRange(fixture.Elapsed, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
            Assert.InRange(steps, 40, 80);
        }
    }

    [Fact]
    public async Task A_task_whose_submission_is_in_the_future_is_polled_as_a_new_one()
    {
        await using var fixture = new PollFixture(Wire.Json(200, Running), Wire.Json(200, Responses.ComfyCompleted));

        var task = await fixture.WaitAsync(fixture.Submitted() with { SubmittedAt = DateTimeOffset.MaxValue });

        Assert.Equal(EnhanceTaskStatus.Completed, task.Status);
        Assert.InRange(fixture.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    /// <summary>The first long wait after a response, which is not the time-out of the request before it.</summary>
    private static Task<TimeSpan> AsleepAfterResponse(PollFixture fixture)
    {
        var asleep = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Observer.OnLine = line =>
        {
            if (line.Contains("responded with 200", StringComparison.Ordinal))
            {
                fixture.Time.OnWait = wait => asleep.TrySetResult(wait);
            }
        };
        return asleep.Task;
    }
}
