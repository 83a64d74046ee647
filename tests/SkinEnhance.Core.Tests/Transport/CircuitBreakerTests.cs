using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Transport;

public class CircuitBreakerTests
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task After_many_failures_all_wait_for_the_service_instead_of_failing()
    {
        // Four questions of four attempts each would be sixteen failures in a row; the tenth opens the circuit.
        await using var server = new ScriptedServer([.. Enumerable.Repeat(Wire.Html(502), 10), Wire.Json(200, Responses.ComfyCompleted)]);
        await using var fixture = new ProviderFixture(server, ProviderFixture.Options with { BaseDelay = TimeSpan.FromMilliseconds(1), MaximumDelay = TimeSpan.FromMilliseconds(1) });

        for (var poll = 0; poll < 2; poll++)
        {
            await Assert.ThrowsAsync<ProviderException>(() => fixture.QueryComfyAsync());
        }

        Assert.DoesNotContain(fixture.Time.Skipped, wait => wait >= TimeSpan.FromSeconds(1));
        var third = await fixture.QueryComfyAsync();

        Assert.Equal(EnhanceTaskStatus.Completed, third.Status);
        Assert.Equal(11, server.Requests.Count);
        Assert.InRange(fixture.Time.Skipped.Max(), Break - TimeSpan.FromSeconds(1), Break);
    }

    [Fact]
    public async Task A_paid_request_waits_for_the_circuit_and_is_sent_once()
    {
        await using var server = new ScriptedServer([.. Enumerable.Repeat(Wire.Json(503, "{}"), 10), Wire.Json(200, Responses.ComfyCreated)]);
        await using var fixture = new ProviderFixture(server, ProviderFixture.Options with { TransientRetries = 9, BaseDelay = TimeSpan.FromMilliseconds(1), MaximumDelay = TimeSpan.FromMilliseconds(1) });
        await Assert.ThrowsAsync<ProviderException>(() => fixture.QueryComfyAsync());

        Assert.Equal("task-1", (await fixture.SubmitComfyAsync()).TaskId);

        Assert.Equal("POST", Assert.Single(server.Requests.Skip(10)).Method);
        Assert.InRange(fixture.Time.Skipped.Max(), Break - TimeSpan.FromSeconds(1), Break);
    }

    [Fact]
    public async Task A_paid_request_that_was_never_sent_has_no_open_outcome()
    {
        // The probe of each half-open phase is a poll and fails; the submission only waits.
        await using var server = new ScriptedServer(Wire.Json(503, "{}"));
        await using var fixture = new ProviderFixture(server, ProviderFixture.Options with
        {
            TransientRetries = 9,
            BaseDelay = TimeSpan.FromMilliseconds(1),
            MaximumDelay = TimeSpan.FromMilliseconds(1),
            ThrottledRetries = 0,
        });
        await Assert.ThrowsAsync<ProviderException>(() => fixture.QueryComfyAsync());

        var refused = await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync());

        Assert.Equal(EnhanceErrorKind.Unavailable, refused.Error.Kind);
        Assert.DoesNotContain(server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task Refusals_do_not_open_the_circuit()
    {
        await using var fixture = new ProviderFixture(Wire.Json(400, """{"message":"no"}"""));
        for (var poll = 0; poll < 30; poll++)
        {
            await Assert.ThrowsAsync<ProviderException>(() => fixture.QueryComfyAsync());
        }

        Assert.Equal(30, fixture.Server.Requests.Count);
        Assert.Empty(fixture.Time.Skipped);
    }

    [Fact]
    public async Task The_circuit_of_one_provider_is_not_that_of_the_other()
    {
        await using var server = new ScriptedServer([.. Enumerable.Repeat(Wire.Json(503, "{}"), 10), Wire.Json(200, Responses.AILabAccepted)]);
        await using var fixture = new ProviderFixture(server, ProviderFixture.Options with { TransientRetries = 9, BaseDelay = TimeSpan.FromMilliseconds(1), MaximumDelay = TimeSpan.FromMilliseconds(1) });
        await Assert.ThrowsAsync<ProviderException>(() => fixture.QueryComfyAsync());
        var waits = fixture.Time.Skipped.Count;

        Assert.Equal("task-1", (await fixture.SubmitAILabAsync()).TaskId);
        Assert.Equal(waits, fixture.Time.Skipped.Count);
    }
}
