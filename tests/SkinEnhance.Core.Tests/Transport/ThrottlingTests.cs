using System.Globalization;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Transport;

public class ThrottlingTests
{
    private const string Refusal = """{"error":"rate_limited","message":"slow down"}""";

    [Fact]
    public async Task Too_many_requests_are_waited_out_sixteen_times()
    {
        await using var fixture = new ProviderFixture([.. Enumerable.Repeat(Wire.Json(429, Refusal), 16), Wire.Json(200, Responses.ComfyCreated)]);

        Assert.Equal("task-1", (await fixture.SubmitComfyAsync()).TaskId);

        Assert.Equal(17, fixture.Server.Requests.Count);
        Assert.Equal(16, fixture.Time.Skipped.Count);
        Assert.All(fixture.Time.Skipped, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.Single(fixture.Server.Requests.Select(request => request.Header("Idempotency-Key")).Distinct());
    }

    [Fact]
    public async Task The_seventeenth_refusal_ends_it_and_nothing_was_billed()
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, Refusal));

        var limited = await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync());

        Assert.Equal((ErrorIds.RateLimited, 429), (limited.Error.Id, limited.Error.HttpStatus));
        Assert.Equal(17, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task A_paid_request_releases_its_permit_when_throttled_and_acquires_it_again()
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, Refusal), Wire.Json(429, Refusal), Wire.Json(200, Responses.ComfyCreated));
        var permit = new CountingPermit();

        await fixture.Comfy.SubmitAsync(fixture.Submission(ComfyOperations.Faithful) with { Permit = permit }, fixture.Observer, CancellationToken.None).SoonAsync();

        Assert.Equal("take back take back take", string.Join(' ', permit.Calls));
    }

    [Fact]
    public async Task Waiting_for_a_permit_does_not_count_as_time_of_the_request()
    {
        await using var fixture = new ProviderFixture(
            new ScriptedServer(Wire.Json(429, Refusal), Wire.Json(429, Refusal), Wire.Json(200, Responses.ComfyCreated)),
            ProviderFixture.Options with { TotalTimeout = TimeSpan.FromMinutes(15) });
        var permit = new CountingPermit { OnTake = () => fixture.Time.Advance(TimeSpan.FromHours(1)) };

        var accepted = await fixture.Comfy.SubmitAsync(fixture.Submission(ComfyOperations.Faithful) with { Permit = permit }, fixture.Observer, CancellationToken.None).SoonAsync();

        Assert.Equal(("task-1", 5), (accepted.TaskId, permit.Calls.Count));
    }

    [Fact]
    public async Task A_final_refusal_releases_the_permit_too()
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, Refusal, "Retry-After: 7200"));
        var permit = new CountingPermit();

        await Assert.ThrowsAsync<ProviderException>(
            () => fixture.Comfy.SubmitAsync(fixture.Submission(ComfyOperations.Faithful) with { Permit = permit }, fixture.Observer, CancellationToken.None).SoonAsync());

        Assert.Equal("take back", string.Join(' ', permit.Calls));
    }

    [Fact]
    public async Task A_429_without_credits_does_not_lower_the_limit()
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, """{"error_detail":{"code":"ERROR_NOT_ENOUGH_CREDITS"}}"""));
        var permit = new CountingPermit();
        var submission = fixture.Submission(AILabOperations.SmartSkin) with { Permit = permit };

        await Assert.ThrowsAnyAsync<EnhanceException>(() => fixture.AILab.SubmitAsync(submission, fixture.Observer, CancellationToken.None).SoonAsync());

        Assert.Equal("take", string.Join(' ', permit.Calls));
    }

    [Fact]
    public async Task Throttling_does_not_use_up_the_budget_of_failures()
    {
        var throttled = Wire.Json(429, Refusal);
        var failed = Wire.Json(500, """{"message":"oops"}""");
        await using var fixture = new ProviderFixture(throttled, failed, throttled, failed, throttled, failed, throttled, Wire.Json(200, Responses.ComfyCompleted));

        Assert.Equal(EnhanceTaskStatus.Completed, (await fixture.QueryComfyAsync()).Status);
        Assert.Equal(8, fixture.Server.Requests.Count);
    }

    [Theory]
    [InlineData("0", 0.1)]
    [InlineData("1", 1)]
    [InlineData("37", 37)]
    [InlineData("150", 150)]
    public async Task A_retry_after_in_seconds_is_respected(string header, double seconds)
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, Refusal, $"Retry-After: {header}"), Wire.Json(200, Responses.ComfyCreated));

        await fixture.SubmitComfyAsync();

        Assert.Equal([TimeSpan.FromSeconds(seconds)], fixture.Time.Skipped);
    }

    [Fact]
    public async Task A_retry_after_with_a_date_is_respected()
    {
        await using var fixture = new ProviderFixture(
            async exchange => await Wire.Json(429, Refusal, $"Retry-After: {Date(42)}")(exchange), Wire.Json(200, Responses.ComfyCreated));

        await fixture.SubmitComfyAsync();

        Assert.Equal([TimeSpan.FromSeconds(42)], fixture.Time.Skipped);
    }

    [Fact]
    public async Task A_date_in_the_past_is_hardly_waited_for()
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, Refusal, "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT"), Wire.Json(200, Responses.ComfyCreated));

        await fixture.SubmitComfyAsync();

        Assert.Equal([TimeSpan.FromSeconds(0.1)], fixture.Time.Skipped);
    }

    [Theory]
    [InlineData("soon")]
    public async Task A_wait_that_cannot_be_read_is_computed_instead(string header)
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, Refusal, $"Retry-After: {header}"), Wire.Json(200, Responses.ComfyCreated));

        await fixture.SubmitComfyAsync();

        Assert.InRange(Assert.Single(fixture.Time.Skipped), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("151")]
    [InlineData("7200")]
    [InlineData("2147483647")]
    public async Task A_retry_after_over_150_seconds_fails_at_once_with_the_time(string header)
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, Refusal, $"Retry-After: {header}"));

        var limited = await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync());

        Assert.Empty(fixture.Time.Skipped);
        Assert.Single(fixture.Server.Requests);
        Assert.Equal(ErrorIds.RateLimited, limited.Error.Id);
        Assert.Equal(fixture.Time.GetUtcNow() + TimeSpan.FromSeconds(int.Parse(header, CultureInfo.InvariantCulture)), limited.Error.RetryAt);
        Assert.Contains(header, limited.Message, StringComparison.Ordinal);
        Assert.Contains("150 s", limited.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_after_with_a_later_date_fails_at_once_too()
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, Refusal, $"Retry-After: {Date(3600)}"));

        var limited = await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync());

        Assert.Equal(fixture.Time.GetUtcNow() + TimeSpan.FromHours(1), limited.Error.RetryAt);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_long_retry_after_of_a_free_request_fails_at_once_as_well()
    {
        await using var fixture = new ProviderFixture(Wire.Json(503, "{}", "Retry-After: 600"));

        var unavailable = await Assert.ThrowsAsync<ProviderException>(() => fixture.QueryComfyAsync());

        Assert.Equal(fixture.Time.GetUtcNow() + TimeSpan.FromMinutes(10), unavailable.Error.RetryAt);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task All_waits_together_end_with_the_total_time_out()
    {
        // Each wait is as long as is borne; the total is over before the sixteenth.
        await using var server = new ScriptedServer(Wire.Json(429, Refusal, "Retry-After: 150"));
        await using var fixture = new ProviderFixture(server, ProviderFixture.Options with { TotalTimeout = TimeSpan.FromMinutes(15), SubmitTimeout = TimeSpan.FromMinutes(10) });

        var limited = await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync());

        Assert.Equal(ErrorIds.RateLimited, limited.Error.Id);
        Assert.InRange(server.Requests.Count, 9, 12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_credits_at_ailab_are_a_429_that_is_never_waited_out(bool oldShape)
    {
        var body = oldShape ? Responses.AILabOldError("ERROR_NOT_ENOUGH_CREDITS") : Responses.AILabError("ERROR_NOT_ENOUGH_CREDITS");
        await using var fixture = new ProviderFixture(Wire.Json(429, body, "Retry-After: 1"));

        var broke = await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitAILabAsync());

        Assert.Equal(ErrorIds.CreditsExhausted, broke.Error.Id);
        Assert.True(broke.Error.StopsBatch);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task Other_limits_of_ailab_are_waited_out()
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, Responses.AILabError("EXCEEDING_LIMITS")), Wire.Json(429, Responses.AILabOldError("EXCEEDING_LIMITS")), Wire.Json(200, Responses.AILabAccepted));

        Assert.Equal("task-1", (await fixture.SubmitAILabAsync()).TaskId);
    }

    [Fact]
    public async Task A_wait_ends_at_once_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        await using var fixture = new ProviderFixture(Wire.Json(429, Refusal));
        fixture.Time.OnSkip = _ => cancel.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.SubmitComfyAsync(cancellationToken: cancel.Token));

        Assert.Single(fixture.Server.Requests);
    }

    private static string Date(int seconds) =>
        new SkippingTime().GetUtcNow().AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture);

    private sealed class CountingPermit : ISubmissionPermit
    {
        internal List<string> Calls { get; } = [];

        internal Action OnTake { get; init; } = () => { };

        public ValueTask AcquireAsync(CancellationToken cancellationToken)
        {
            Calls.Add("take");
            OnTake();
            return ValueTask.CompletedTask;
        }

        public void ReportThrottled() => Calls.Add("back");
    }
}
