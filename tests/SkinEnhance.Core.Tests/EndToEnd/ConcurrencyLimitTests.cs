using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.EndToEnd;

/// <summary>Batches on an account with a concurrency limit.</summary>
public sealed class ConcurrencyLimitTests
{
    [Theory]
    [InlineData(1, 24, true)]
    [InlineData(1, 6, false)]
    [InlineData(5, 40, true)]
    [InlineData(5, 20, false)]
    public async Task No_image_is_refused_or_sent_twice_on_an_account_of_its_own(int limit, int images, bool waits)
    {
        await using var fixture = Rig(limit);

        var tasks = await fixture.RunAsync(Requests(fixture, images), options => options with { Limit = 16, Wait = waits });

        Assert.All(tasks, task => Assert.Null(task.Error));
        Assert.Equal(images, fixture.Emulator.Record.BilledCount);
        Assert.All(fixture.Submissions, submission => Assert.Equal(200, submission.StatusCode));
        Assert.Equal(images, fixture.Submissions.Count);
        Assert.InRange(MostInFlight(fixture), 1, limit);
        Assert.All(tasks, task => Assert.Equal(waits ? EnhanceTaskStatus.Completed : EnhanceTaskStatus.Submitted, task.Status));
    }

    [Fact]
    public async Task Two_that_share_an_account_finish_with_few_refusals()
    {
        await using var fixture = Rig(limit: 4);
        var settings = new EnhanceSettings(
            new ProviderSettings("Comfy", fixture.Emulator.ComfyAddress, "the test's key of Comfy", () => fixture.Emulator.ComfyKey),
            new ProviderSettings("AILab", fixture.Emulator.AILabAddress, "the test's key of AILab", () => fixture.Emulator.AILabKey));
        await using var other = EnhanceClient.Create(settings, ProviderFixture.Options, fixture.Time);
        var requests = Requests(fixture, 40).ToList();

        var both = await Task.WhenAll(
            fixture.RunAsync(requests[..20], options => options with { Limit = 16 }),
            other.RunAsync(requests[20..], new BatchOptions { Limit = 16, Save = new SaveOptions(fixture.Folder.Path) }, fixture.Observer).ToListAsync().AsTask().SoonAsync());

        Assert.All(both.SelectMany(tasks => tasks), task => Assert.Null(task.Error));
        Assert.Equal(40, fixture.Emulator.Record.BilledCount);
        Assert.InRange(MostInFlight(fixture), 1, 4);
        Assert.InRange(fixture.Submissions.Count(submission => submission.StatusCode == 429), 0, 40);
    }

    [Fact]
    public async Task A_blocked_account_ends_the_batch()
    {
        await using var fixture = Rig(limit: 0);

        var tasks = await fixture.RunAsync(Requests(fixture, 6), options => options with { Limit = 1 });

        Assert.Equal(ErrorIds.AccountRefused, tasks[0].ErrorId);
        Assert.Equal(5, tasks.Count(task => task.ErrorId == ErrorIds.BatchStopped));
        Assert.Equal(403, Assert.Single(fixture.Submissions).StatusCode);
    }

    private static EmulatorFixture Rig(int limit) => new(time => new EmulatorOptions { TimeProvider = time, ComfyConcurrency = limit });

    private static IEnumerable<EnhanceRequest> Requests(EmulatorFixture fixture, int count) => Enumerable.Range(1, count).Select(number => new EnhanceRequest
    {
        Source = ImageSource.FromPath(fixture.Image(TestImage.Jpeg(padding: number), $"{number}.jpg")),
        Operation = "Faithful",
    });

    private static int MostInFlight(EmulatorFixture fixture)
    {
        var tasks = fixture.Emulator.Record.Tasks;
        return tasks.Max(task => tasks.Count(other => other.SubmittedAt <= task.SubmittedAt && task.SubmittedAt < other.EndsAt));
    }
}
