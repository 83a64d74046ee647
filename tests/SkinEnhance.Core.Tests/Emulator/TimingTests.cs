using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Emulator;

public class TimingTests
{
    private const string Estimate = "X-Comfy-Estimated-Duration-Seconds";
    private const string EstimateP90 = "X-Comfy-Estimated-Duration-P90-Seconds";

    [Fact]
    public async Task Each_task_has_its_own_duration_and_estimate()
    {
        var images = new List<string?>();
        await using var fixture = Timed(request =>
        {
            images.Add(request.ImageSha256);
            return images.Count == 1
                ? new TaskTiming(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(8.2), TimeSpan.FromSeconds(12))
                : new TaskTiming(TimeSpan.FromSeconds(20));
        });
        using var first = await fixture.SubmitAsync();
        using var second = await fixture.SubmitAsync();

        Assert.Equal("9", first.Headers.GetValues(Estimate).Single());
        Assert.Equal("12", first.Headers.GetValues(EstimateP90).Single());
        Assert.False(second.Headers.Contains(Estimate));
        Assert.False(second.Headers.Contains(EstimateP90));
        Assert.Equal(fixture.Emulator.Record.Tasks.Select(task => task.ImageSha256), images);

        fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        var tasks = fixture.Emulator.Record.Tasks;
        Assert.Equal(["COMPLETED", "IN_PROGRESS"], tasks.Select(task => task.Status));
        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)], tasks.Select(task => task.EndsAt - task.SubmittedAt));
    }

    [Fact]
    public async Task Asynchronous_tasks_of_the_other_service_have_their_own_duration_too()
    {
        await using var fixture = Timed(_ => new TaskTiming(TimeSpan.FromSeconds(30)));
        var id = await fixture.AdvancedTaskAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(1, (int?)(await fixture.QueryAsync(id))["task_status"]);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, (int?)(await fixture.QueryAsync(id))["task_status"]);
    }

    private static ServerFixture Timed(Func<RecordedRequest, TaskTiming> timing) => new(clock => new EmulatorOptions { TimeProvider = clock, Timing = timing });
}
