using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Transport;

/// <summary>A request that is not billed is retried after any transient failure.</summary>
public class FreeRequestTests
{
    private static readonly Dictionary<string, WireStep> Mishaps = new()
    {
        ["reset"] = Wire.Reset(),
        ["close"] = Wire.Close(),
        ["408"] = Wire.Json(408, "{}"),
        ["500"] = Wire.Json(500, """{"message":"oops"}"""),
        ["502"] = Wire.Html(502),
        ["503"] = Wire.Json(503, "{}"),
        ["504"] = Wire.Bytes(504, []),
        ["html-200"] = Wire.Html(200),
        ["cut-off"] = Wire.CutOff(200, "{\"data\":{\"task_id\":\"ta"u8.ToArray(), missing: 60),
        ["no-gzip"] = Wire.Bytes(200, "no"u8.ToArray(), "Content-Encoding: gzip"),
    };

    public static TheoryData<string> MishapNames => [.. Mishaps.Keys];

    [Theory]
    [MemberData(nameof(MishapNames))]
    public async Task A_free_request_is_retried_three_times(string mishap)
    {
        var step = Mishaps[mishap];
        await using var comfy = new ProviderFixture(step, step, step, Wire.Json(200, Responses.ComfyCompleted));
        await using var ailab = new ProviderFixture(step, step, step, Wire.Json(200, Responses.AILabCompleted));

        Assert.Equal(EnhanceTaskStatus.Completed, (await comfy.QueryComfyAsync()).Status);
        Assert.Equal(EnhanceTaskStatus.Completed, (await ailab.QueryAILabAsync()).Status);
    }

    [Theory]
    [MemberData(nameof(MishapNames))]
    public async Task After_the_fourth_failure_a_free_request_is_an_error(string mishap)
    {
        await using var fixture = new ProviderFixture(Mishaps[mishap]);

        var failed = await Assert.ThrowsAsync<ProviderException>(() => fixture.QueryComfyAsync("task-7"));

        Assert.InRange(fixture.Time.Skipped.Count, 3, 3);
        Assert.False(failed.Error.StopsBatch);
        Assert.Contains(failed.Error.Kind, (EnhanceErrorKind[])[EnhanceErrorKind.Unavailable, EnhanceErrorKind.ProviderError]);
        Assert.Equal("task-7", failed.Error.Target);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task A_lasting_refusal_of_a_free_request_is_not_retried(int status)
    {
        await using var fixture = new ProviderFixture(Wire.Json(status, """{"message":"no"}"""));

        await Assert.ThrowsAsync<ProviderException>(() => fixture.QueryComfyAsync());

        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_free_request_without_a_response_times_out_and_is_retried()
    {
        await using var fixture = new ProviderFixture(Wire.Stall(), Wire.Json(200, Responses.ComfyCompleted));
        var query = fixture.QueryComfyAsync();
        await fixture.Server.RequestAsync(1);
        fixture.Time.Advance(ProviderFixture.Options.QueryTimeout);

        Assert.Equal(EnhanceTaskStatus.Completed, (await query).Status);
    }

    [Fact]
    public async Task The_total_time_out_ends_even_a_free_request_in_progress()
    {
        await using var server = new ScriptedServer(Wire.Stall());
        await using var fixture = new ProviderFixture(server, ProviderFixture.Options with { TransientRetries = 1000, TotalTimeout = TimeSpan.FromHours(3) });
        var query = fixture.QueryComfyAsync();
        for (var number = 1; number <= 4; number++)
        {
            await server.RequestAsync(number);
            fixture.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(EnhanceErrorKind.Unavailable, (await Assert.ThrowsAsync<ProviderException>(() => query)).Error.Kind);
        Assert.InRange(server.Requests.Count, 4, 5);
    }

    [Fact]
    public async Task The_waits_grow_and_stay_within_their_bound()
    {
        await using var server = new ScriptedServer(Wire.Json(500, "{}"));
        await using var fixture = new ProviderFixture(server, ProviderFixture.Options with { TransientRetries = 30, CircuitThreshold = 1000 });

        await Assert.ThrowsAsync<ProviderException>(() => fixture.QueryComfyAsync());

        Assert.Equal(30, fixture.Time.Skipped.Count);
        Assert.All(fixture.Time.Skipped, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.True(fixture.Time.Skipped.Skip(20).Average(wait => wait.TotalSeconds) > fixture.Time.Skipped.Take(2).Average(wait => wait.TotalSeconds));
        Assert.True(fixture.Time.Skipped.Distinct().Count() > 5, "The waits have no jitter.");
    }

    [Fact]
    public async Task A_cancelled_free_request_ends_at_once_as_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        await using var fixture = new ProviderFixture(Wire.Stall());
        var query = fixture.QueryComfyAsync(cancellationToken: cancel.Token);
        await fixture.Server.RequestAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);
    }

    [Fact]
    public async Task Retries_of_free_requests_can_be_disabled()
    {
        await using var server = new ScriptedServer(Wire.Json(503, "{}"));
        await using var fixture = new ProviderFixture(server, ProviderFixture.Options with { TransientRetries = 0 });

        await Assert.ThrowsAsync<ProviderException>(() => fixture.QueryComfyAsync());

        Assert.Single(server.Requests);
    }
}
