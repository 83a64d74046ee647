using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Transport;

/// <summary>After a refused address the result is not lost: the download is retried, then the task is polled, and nothing expires without proof.</summary>
public class ResultRefusalTests
{
    private static readonly byte[] Png = TestImage.Png();

    private static readonly DateTimeOffset Now = new SkippingTime().GetUtcNow();

    public static TheoryData<int> Refusals => [400, 401, 403, 404, 410, 416, 304];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_that_passes_costs_nothing_but_a_wait(int status)
    {
        await using var fixture = new DownloadFixture(Wire.Html(status), Wire.Html(status), Wire.Html(status), Wire.Bytes(200, Png));

        var saved = await fixture.SaveAsync("r.png");

        Assert.Null(saved.Error);
        Assert.Equal((4, 0), (fixture.Server.Requests.Count, fixture.Provider.Queried));
    }

    [Fact]
    public async Task A_refusal_without_a_retry_after_is_retried_after_a_wait()
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(403, [], "Retry-After: 0"));

        Assert.Equal(ErrorIds.DownloadFailed, (await fixture.SaveAsync("r.png")).ErrorId);

        Assert.All(fixture.Time.Skipped, wait => Assert.True(wait > TimeSpan.Zero));
        Assert.InRange(fixture.Server.Requests.Count, 4, 60);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_lasting_refusal_is_retried_for_minutes_then_the_task_is_polled(int status)
    {
        await using var fixture = new DownloadFixture(Wire.Html(status));
        fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(Completed(id, fixture.Result("r.png")));

        var failed = await fixture.SaveAsync("r.png");

        Assert.Equal((ErrorIds.DownloadFailed, EnhanceTaskStatus.Completed, status), (failed.ErrorId, failed.Status, failed.Error!.HttpStatus));
        Assert.Equal(1, fixture.Provider.Queried);
        Assert.InRange(fixture.Time.GetUtcNow() - Now, ProviderFixture.Options.ResultPatience, 2 * ProviderFixture.Options.ResultPatience);
        Assert.InRange(fixture.Server.Requests.Count, 6, 30);
        Assert.Empty(fixture.Folder.Files);
    }

    [Fact]
    public async Task The_waits_between_refusals_grow()
    {
        await using var fixture = new DownloadFixture(Wire.Html(403));

        await fixture.SaveAsync("r.png");

        Assert.True(fixture.Time.Skipped[0] < TimeSpan.FromSeconds(5), $"{fixture.Time.Skipped[0]}");
        Assert.True(fixture.Time.Skipped.Max() > TimeSpan.FromSeconds(10), $"{fixture.Time.Skipped.Max()}");
    }

    [Fact]
    public async Task A_new_address_that_is_not_available_yet_is_retried_for_minutes_too()
    {
        var isThere = () => false;
        await using var fixture = new DownloadFixture(async exchange =>
            await (exchange.Request.Target.StartsWith("/old", StringComparison.Ordinal) || !isThere() ? Wire.Html(403) : Wire.Bytes(200, Png))(exchange));
        fixture.Provider.OnQuery = (id, _, _) =>
        {
            var asked = fixture.Time.GetUtcNow();
            isThere = () => fixture.Time.GetUtcNow() - asked > TimeSpan.FromMinutes(1);
            return Task.FromResult(Completed(id, fixture.Result("fresh.png")));
        };

        var saved = await fixture.SaveAsync("old.png");

        Assert.Null(saved.Error);
        Assert.Equal([fixture.Result("fresh.png")], saved.ResultUri);
    }

    public static TheoryData<string, WireStep> UselessResponses => new()
    {
        { "page", Wire.Html(200) },
        { "half", Wire.Bytes(200, Png[..^10]) },
        { "empty", Wire.Bytes(200, []) },
        { "redirect", Wire.Bytes(302, [], "Location: file:///etc/hosts") },
        { "no response", Wire.Reset() },
        { "error", Wire.Html(500) },
    };

    [Theory]
    [MemberData(nameof(UselessResponses), DisableDiscoveryEnumeration = true)]
    public async Task The_task_is_polled_when_its_address_has_no_image_however_it_fails(string kind, WireStep old)
    {
        await using var fixture = new DownloadFixture(async exchange =>
            await (exchange.Request.Target.StartsWith("/old", StringComparison.Ordinal) ? old : Wire.Bytes(200, Png))(exchange));
        fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(Completed(id, fixture.Result("fresh.png")));

        var saved = await fixture.SaveAsync("old.png");

        Assert.True(saved.Error is null, $"{kind}: {saved.Message}");
        Assert.Equal(1, fixture.Provider.Queried);
        Assert.Equal([fixture.Result("fresh.png")], saved.ResultUri);
    }

    [Fact]
    public async Task An_old_task_is_polled_at_once_when_its_address_fails()
    {
        await using var fixture = new DownloadFixture(Wire.Html(403), Wire.Bytes(200, Png));
        fixture.Provider.OnQuery = (id, _, _) => Task.FromResult(Completed(id, fixture.Result("fresh.png")));

        var saved = await fixture.SaveAsync(fixture.Completed("old.png") with { CompletedAt = Now.AddHours(-2) });

        Assert.Null(saved.Error);
        Assert.Equal(["/old.png", "/fresh.png"], fixture.Server.Requests.Select(request => request.Target));
        Assert.Empty(fixture.Time.Skipped);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(-24 * 30)]
    public async Task The_age_of_a_task_proves_nothing_without_a_documented_lifetime(int hours)
    {
        await using var fixture = new DownloadFixture(Wire.Html(404));
        fixture.Provider.OnQuery = (_, _, _) => throw EnhanceException.For(new EnhanceError { Id = ErrorIds.TaskNotFound, Message = "not known" });

        var failed = await fixture.SaveAsync(fixture.Completed("r.png") with { CompletedAt = Now.AddHours(hours) });

        Assert.Equal((ErrorIds.DownloadFailed, EnhanceTaskStatus.Completed), (failed.ErrorId, failed.Status));
        Assert.InRange(fixture.Server.Requests.Count, 3, 30);
    }

    [Theory]
    [InlineData(23, ErrorIds.DownloadFailed, EnhanceTaskStatus.Completed)]
    [InlineData(25, ErrorIds.ResultExpired, EnhanceTaskStatus.Expired)]
    public async Task A_documented_lifetime_expires_a_result_that_is_refused(int hours, string id, EnhanceTaskStatus status)
    {
        await using var fixture = new DownloadFixture(new TestProvider { ResultLifetime = TimeSpan.FromHours(24) }, Wire.Html(404));
        fixture.Provider.OnQuery = (task, _, _) => Task.FromResult(Completed(task, fixture.Result("r.png")));

        var failed = await fixture.SaveAsync(fixture.Completed("r.png") with { CompletedAt = Now.AddHours(-hours) });

        Assert.Equal((id, status, 1), (failed.ErrorId, failed.Status, fixture.Provider.Queried));
        var synchronous = await fixture.SaveAsync(fixture.Completed("r.png") with { CompletedAt = Now.AddHours(-hours), TaskId = null });
        Assert.Equal((id, status), (synchronous.ErrorId, synchronous.Status));
    }

    [Fact]
    public async Task A_result_is_downloaded_beyond_its_documented_lifetime_when_it_is_there()
    {
        await using var fixture = new DownloadFixture(new TestProvider { ResultLifetime = TimeSpan.FromHours(24) }, Wire.Bytes(200, Png));
        var old = fixture.Completed("r.png") with { CompletedAt = Now.AddHours(-100), Status = EnhanceTaskStatus.Expired };

        var saved = await fixture.SaveAsync(old);

        Assert.Equal((null, EnhanceTaskStatus.Completed, 1), (saved.ErrorId, saved.Status, saved.OutputPath.Count));
    }

    [Fact]
    public async Task The_report_of_the_provider_expires_a_result()
    {
        await using var fixture = new DownloadFixture(Wire.Html(404));
        fixture.Provider.OnQuery = (_, _, _) => throw EnhanceException.For(new EnhanceError { Id = ErrorIds.ResultExpired, Message = "reclaimed" });

        var failed = await fixture.SaveAsync("r.png");

        Assert.Equal((ErrorIds.ResultExpired, EnhanceTaskStatus.Expired, "reclaimed"), (failed.ErrorId, failed.Status, failed.Message));
    }

    private static ProviderTaskState Completed(string id, Uri address) => new() { TaskId = id, Status = EnhanceTaskStatus.Completed, ResultUri = [address] };
}
