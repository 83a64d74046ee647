using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Transport;

/// <summary>The table of responses to the same key (docs/providers.md, section 1).</summary>
public class IdempotencyTests
{
    private static readonly WireStep InFlight = Wire.Json(409, """{"message":"in flight"}""", "X-Comfy-Error-Type: idempotency_in_flight", "Retry-After: 2");
    private static readonly WireStep Accepted = Wire.Json(200, Responses.ComfyCreated);

    [Fact]
    public async Task A_submission_in_flight_is_sent_again_with_the_same_key_and_bytes_and_costs_no_retry()
    {
        await using var fixture = new ProviderFixture([.. Enumerable.Repeat(InFlight, 40), Accepted]);

        Assert.Equal("task-1", (await fixture.SubmitComfyAsync()).TaskId);

        Assert.Equal(41, fixture.Server.Requests.Count);
        Assert.All(fixture.Server.Requests, request => Assert.Equal("key-of-the-submission", request.Header("Idempotency-Key")));
        Assert.All(fixture.Server.Requests, request => Assert.Equal(fixture.Server.Requests[0].Body, request.Body));
        Assert.All(fixture.Time.Skipped, wait => Assert.Equal(TimeSpan.FromSeconds(2), wait));
    }

    [Fact]
    public async Task A_submission_in_flight_is_resent_at_least_every_half_minute()
    {
        await using var fixture = new ProviderFixture(
            Wire.Json(409, "{}", "X-Comfy-Error-Type: idempotency_in_flight", "Retry-After: 100000"),
            Wire.Json(409, "{}", "X-Comfy-Error-Type: idempotency_in_flight"),
            Accepted);

        await fixture.SubmitComfyAsync();

        Assert.Equal([TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2)], fixture.Time.Skipped);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT")]
    public async Task A_submission_in_flight_is_never_sent_again_without_a_pause(string header)
    {
        await using var fixture = new ProviderFixture(Wire.Json(409, "{}", "X-Comfy-Error-Type: idempotency_in_flight", $"Retry-After: {header}"), Accepted);

        await fixture.SubmitComfyAsync();

        Assert.Equal([TimeSpan.FromSeconds(1)], fixture.Time.Skipped);
    }

    [Fact]
    public async Task A_submission_that_stays_in_flight_ends_with_its_outcome_open()
    {
        await using var server = new ScriptedServer(InFlight);
        await using var fixture = new ProviderFixture(server, ProviderFixture.Options with { TotalTimeout = TimeSpan.FromMinutes(1), SubmitTimeout = TimeSpan.FromMinutes(5) });

        var unknown = await Assert.ThrowsAsync<SubmissionUnknownException>(() => fixture.SubmitComfyAsync());

        Assert.Equal(ErrorIds.SubmissionUnknown, unknown.Error.Id);
        Assert.InRange(server.Requests.Count, 100, 200);
    }

    [Fact]
    public async Task A_replayed_success_is_used()
    {
        await using var fixture = new ProviderFixture(Wire.Reset(), Wire.Json(200, Responses.ComfyCreated, "Idempotent-Replayed: true"));

        Assert.Equal("task-1", (await fixture.SubmitComfyAsync(resendAmbiguous: true)).TaskId);
        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    [Theory]
    [InlineData("idempotency_consumed")]
    [InlineData("idempotency_mismatch")]
    public async Task A_key_that_is_consumed_or_mismatched_stops_and_leaves_the_outcome_open(string type)
    {
        await using var fixture = new ProviderFixture(Wire.Json(409, """{"message":"key"}""", $"X-Comfy-Error-Type: {type}"));

        var unknown = await Assert.ThrowsAsync<SubmissionUnknownException>(() => fixture.SubmitComfyAsync(resendAmbiguous: true));

        Assert.Equal((ErrorIds.SubmissionUnknown, type), (unknown.Error.Id, unknown.Error.ProviderCode));
        Assert.Single(fixture.Server.Requests);
    }

    [Theory]
    [InlineData("idempotency_consumed")]
    [InlineData("idempotency_mismatch")]
    public async Task A_key_that_was_consumed_by_an_open_attempt_leaves_the_outcome_open(string type)
    {
        await using var fixture = new ProviderFixture(Wire.Reset(), Wire.Json(409, """{"message":"key"}""", $"X-Comfy-Error-Type: {type}"));

        var unknown = await Assert.ThrowsAsync<SubmissionUnknownException>(() => fixture.SubmitComfyAsync(resendAmbiguous: true));

        Assert.Equal((EnhanceErrorKind.SubmissionUnknown, type), (unknown.Error.Kind, unknown.Error.ProviderCode));
        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task A_stored_error_that_may_be_tried_again_is_tried_under_a_new_key()
    {
        var stored = Wire.Json(429, """{"message":"no"}""", "Idempotent-Replayed: true");
        await using var fixture = new ProviderFixture(Wire.Json(429, """{"message":"no"}"""), stored, stored, Accepted);

        await fixture.SubmitComfyAsync();

        var keys = fixture.Server.Requests.Select(request => request.Header("Idempotency-Key")!).ToList();
        Assert.Equal(["key-of-the-submission", "key-of-the-submission"], keys[..2]);
        Assert.Equal(3, keys.Distinct().Count());
        Assert.All(keys[2..], key => Assert.True(Guid.TryParse(key, out _)));
        Assert.All(fixture.Server.Requests, request => Assert.Equal(fixture.Server.Requests[0].Body, request.Body));
    }

    [Fact]
    public async Task A_new_key_that_cannot_be_put_on_record_is_not_used()
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, """{"message":"no"}""", "Idempotent-Replayed: true"), Accepted);
        var submission = fixture.Submission(ComfyOperations.Faithful) with
        {
            RenewIdempotencyKey = () => throw EnhanceException.For(new EnhanceError { Id = ErrorIds.LedgerNotWritable, Message = "The disk is full." }),
        };

        var failure = await Assert.ThrowsAnyAsync<EnhanceException>(() => fixture.Comfy.SubmitAsync(submission, fixture.Observer, CancellationToken.None).SoonAsync());

        Assert.Equal(ErrorIds.LedgerNotWritable, failure.Error.Id);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_stored_error_that_is_final_is_not_tried_again()
    {
        await using var fixture = new ProviderFixture(Wire.Json(400, """{"message":"bad"}""", "Idempotent-Replayed: true"));

        Assert.Equal(ErrorIds.RequestRejected, (await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync())).Error.Id);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task Each_submission_to_comfy_carries_its_key_and_ailab_gets_none()
    {
        await using var fixture = new ProviderFixture(Accepted, Wire.Json(200, Responses.AILabAccepted), Wire.Json(200, Responses.ComfyCompleted));
        await fixture.SubmitComfyAsync();
        await fixture.SubmitAILabAsync();
        await fixture.QueryComfyAsync();

        Assert.Equal(["key-of-the-submission", null, null], fixture.Server.Requests.Select(request => request.Header("Idempotency-Key")));
    }
}
