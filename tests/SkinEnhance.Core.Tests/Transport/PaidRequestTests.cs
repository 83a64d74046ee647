using SkinEnhance.Core.Tests.Support;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Tests.Transport;

/// <summary>A paid request is sent twice only if that cannot be billed twice (docs/providers.md, "Never pay twice").</summary>
public class PaidRequestTests
{
    private static readonly ResilienceOptions LongGrace = ProviderFixture.Options with { StopGrace = TimeSpan.FromHours(1) };

    /// <summary>Failures of a request after its whole body was sent.</summary>
    private static readonly Dictionary<string, WireStep> Mishaps = new()
    {
        ["reset"] = Wire.Reset(),
        ["close"] = Wire.Close(),
        ["502"] = Wire.Json(502, """{"message":"bad gateway"}"""),
        ["504"] = Wire.Json(504, """{"message":"gateway time-out"}"""),
        ["408"] = Wire.Json(408, "{}"),
        ["html-502"] = Wire.Html(502),
        ["html-500"] = Wire.Html(500),
        ["html-200"] = Wire.Html(200),
        ["empty-200"] = Wire.Bytes(200, []),
        ["empty-204"] = Wire.Bytes(204, []),
        ["array-200"] = Wire.Json(200, "[1,2,3]"),
        ["no-task-200"] = Wire.Json(200, """{"data":{}}"""),
        ["cut-off-200"] = Wire.CutOff(200, "{\"data\":{\"task_id\":\"ta"u8.ToArray(), missing: 60),
        ["cut-off-head"] = async exchange =>
        {
            await exchange.ReadBodyAsync();
            await exchange.WriteAsync("HTTP/1.1 20"u8.ToArray());
            exchange.Close();
        },
        ["no-http"] = async exchange =>
        {
            await exchange.ReadBodyAsync();
            await exchange.WriteAsync("SSH-2.0-OpenSSH_9.6\r\n\r\n"u8.ToArray());
            exchange.Close();
        },
        ["invalid-utf8-200"] = Wire.Bytes(200, [.. "{\"data\":{\"task_id\":\""u8, 0xC3, 0x28, .. "\"}}"u8]),
        ["half-surrogate-200"] = Wire.Json(200, """{"data":{"task_id":"\ud83d"}}"""),
        ["half-surrogate-name-200"] = Wire.Json(200, """{"\ud83d":1,"\ud83data":{}}"""),
        ["no-gzip-200"] = Wire.Bytes(200, "this is not compressed"u8.ToArray(), "Content-Encoding: gzip"),
        ["no-brotli-200"] = Wire.Bytes(200, "this is not compressed"u8.ToArray(), "Content-Encoding: br"),
        ["endless-200"] = Wire.Json(200, "{\"data\":\"" + new string('x', 300_000) + "\"}"),
    };

    public static TheoryData<string> MishapNames => [.. Mishaps.Keys];

    [Theory]
    [MemberData(nameof(MishapNames))]
    public async Task After_the_whole_body_was_sent_nothing_is_sent_again_at_comfy(string mishap)
    {
        await using var fixture = new ProviderFixture(Mishaps[mishap], Wire.Json(200, Responses.ComfyCreated));

        var unknown = await Assert.ThrowsAsync<SubmissionUnknownException>(() => fixture.SubmitComfyAsync());

        AssertUnknown(fixture, unknown, "Comfy");
    }

    [Theory]
    [MemberData(nameof(MishapNames))]
    public async Task After_the_whole_body_was_sent_nothing_is_sent_again_at_ailab(string mishap)
    {
        await using var fixture = new ProviderFixture(Mishaps[mishap], Wire.Json(200, Responses.AILabAccepted));

        var unknown = await Assert.ThrowsAsync<SubmissionUnknownException>(() => fixture.SubmitAILabAsync());

        AssertUnknown(fixture, unknown, "AILab");
    }

    [Theory]
    [MemberData(nameof(MishapNames))]
    public async Task After_the_whole_body_was_sent_no_synchronous_request_is_sent_again(string mishap)
    {
        await using var fixture = new ProviderFixture(Mishaps[mishap], Wire.Json(200, Responses.AILabSynchronous));

        var unknown = await Assert.ThrowsAsync<SubmissionUnknownException>(() => fixture.SubmitSmartSkinAsync());

        AssertUnknown(fixture, unknown, "AILab");
    }

    [Fact]
    public async Task A_connection_kept_alive_that_breaks_under_the_next_request_is_not_taken_up_again_by_the_transport()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated), Wire.Close(), Wire.Json(200, Responses.ComfyCreated));
        await fixture.SubmitComfyAsync();

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => fixture.SubmitComfyAsync());

        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task A_response_that_is_not_in_time_leaves_the_outcome_open()
    {
        await using var fixture = new ProviderFixture(Wire.Stall(), Wire.Json(200, Responses.ComfyCreated));
        var submit = fixture.SubmitComfyAsync();
        await fixture.Server.RequestAsync(1);
        fixture.Time.Advance(ProviderFixture.Options.SubmitTimeout + TimeSpan.FromMinutes(1));

        var unknown = await Assert.ThrowsAsync<SubmissionUnknownException>(() => submit);

        AssertUnknown(fixture, unknown, "Comfy");
        Assert.Contains("no response within", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_while_the_response_is_awaited_leaves_the_outcome_open()
    {
        using var cancel = new CancellationTokenSource();
        await using var fixture = new ProviderFixture(Wire.Stall());
        var submit = fixture.SubmitComfyAsync(cancellationToken: cancel.Token);
        while ((await fixture.Server.RequestAsync(1)).Body.Length == 0)
        {
            await Task.Yield();
        }

        await cancel.CancelAsync();

        var unknown = await Assert.ThrowsAsync<SubmissionUnknownException>(() => submit);
        AssertUnknown(fixture, unknown, "Comfy");
    }

    [Fact]
    public async Task A_response_soon_after_the_cancellation_counts()
    {
        var (outcome, requests) = await StopBeforeTheResponseAsync(Wire.Json(200, Responses.ComfyCreated));

        Assert.Equal(("task-1", 1), ((await outcome).TaskId, requests));
    }

    [Fact]
    public async Task A_refusal_soon_after_the_cancellation_is_not_retried()
    {
        var (outcome, requests) = await StopBeforeTheResponseAsync(Wire.Json(429, """{"message":"no"}"""), Wire.Json(200, Responses.ComfyCreated));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outcome);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task A_poll_is_cancelled_at_once()
    {
        using var cancel = new CancellationTokenSource();
        await using var fixture = new ProviderFixture(new ScriptedServer(Wire.Stall()), LongGrace);
        var poll = fixture.QueryComfyAsync(cancellationToken: cancel.Token);
        await fixture.Server.RequestAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
    }

    [Fact]
    public async Task A_cancellation_within_the_upload_is_a_plain_one()
    {
        using var cancel = new CancellationTokenSource();
        var server = new ScriptedServer(async exchange =>
        {
            await exchange.ReadBodyAsync(1000);
            await Task.Delay(Timeout.Infinite, exchange.Stop);
        });
        await using var fixture = new ProviderFixture(server, LongGrace);
        var submit = fixture.SubmitComfyAsync(image: TestImage.Jpeg(padding: 40_000_000), cancellationToken: cancel.Token);
        await fixture.Server.RequestAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submit);
    }

    [Theory]
    [InlineData(400, ErrorIds.RequestRejected)]
    [InlineData(402, ErrorIds.CreditsExhausted)]
    [InlineData(403, ErrorIds.AccountRefused)]
    public async Task A_refusal_of_comfy_is_final_and_definite(int status, string id)
    {
        await using var fixture = new ProviderFixture(Wire.Json(status, """{"error":"no","message":"the reason"}"""));

        var refused = await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync());

        Assert.Equal((id, status), (refused.Error.Id, refused.Error.HttpStatus));
        Assert.Contains("the reason", refused.Message, StringComparison.Ordinal);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again()
    {
        await using var server = new ScriptedServer(open: false, Wire.Json(200, Responses.ComfyCreated));
        await using var fixture = new ProviderFixture(server);
        fixture.Time.OnSkip = _ =>
        {
            if (fixture.Time.Skipped.Count == 2)
            {
                server.Open();
            }
        };

        Assert.Equal("task-1", (await fixture.SubmitComfyAsync()).TaskId);
        Assert.Equal(2, fixture.Time.Skipped.Count);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_connection_that_stays_refused_is_an_error_with_nothing_billed()
    {
        await using var server = new ScriptedServer(open: false);
        await using var fixture = new ProviderFixture(server);

        var refused = await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync());

        Assert.Equal(ErrorIds.ConnectionFailed, refused.Error.Id);
        Assert.Equal(3, fixture.Time.Skipped.Count);
        Assert.Contains(server.Address.AbsoluteUri, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_broken_during_the_upload_is_retried_with_the_same_key_and_body()
    {
        var image = TestImage.Jpeg(padding: 8_000_000);
        await using var fixture = new ProviderFixture(Wire.ResetAfter(1000), Wire.ResetAfter(100_000), Wire.Json(200, Responses.ComfyCreated));

        Assert.Equal("task-1", (await fixture.SubmitComfyAsync(image: image)).TaskId);

        Assert.Equal(3, fixture.Server.Requests.Count);
        Assert.All(fixture.Server.Requests, request => Assert.Equal("key-of-the-submission", request.Header("Idempotency-Key")));
        Assert.Equal(image, fixture.Server.Requests[2].Json.GetProperty("image").GetBytesFromBase64());
    }

    [Fact]
    public async Task A_connection_always_broken_during_the_upload_is_an_error_with_nothing_billed()
    {
        await using var fixture = new ProviderFixture(Wire.ResetAfter(1000));

        var failed = await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync(image: TestImage.Jpeg(padding: 8_000_000)));

        Assert.Equal(ErrorIds.ConnectionFailed, failed.Error.Id);
        Assert.Equal(4, fixture.Server.Requests.Count);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("502")]
    [InlineData("html-200")]
    [InlineData("cut-off-200")]
    public async Task A_requested_resend_after_an_open_outcome_has_the_same_key(string mishap)
    {
        await using var fixture = new ProviderFixture(Mishaps[mishap], Wire.Json(200, Responses.ComfyCreated));

        Assert.Equal("task-1", (await fixture.SubmitComfyAsync(resendAmbiguous: true)).TaskId);

        Assert.Equal(["key-of-the-submission", "key-of-the-submission"], fixture.Server.Requests.Select(request => request.Header("Idempotency-Key")));
        Assert.Equal(fixture.Server.Requests[0].Body, fixture.Server.Requests[1].Body);
    }

    [Fact]
    public async Task A_requested_resend_is_sent_three_times_at_most()
    {
        await using var fixture = new ProviderFixture(Wire.Reset());

        var unknown = await Assert.ThrowsAsync<SubmissionUnknownException>(() => fixture.SubmitComfyAsync(resendAmbiguous: true));

        Assert.Equal(ErrorIds.SubmissionUnknown, unknown.Error.Id);
        Assert.Equal(4, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_after_an_open_outcome_does_not_prove_that_nothing_was_billed()
    {
        await using var fixture = new ProviderFixture(Wire.Reset(), Wire.Json(400, """{"message":"bad"}"""));

        var unknown = await Assert.ThrowsAsync<SubmissionUnknownException>(() => fixture.SubmitComfyAsync(resendAmbiguous: true));

        Assert.Equal(ErrorIds.SubmissionUnknown, unknown.Error.Id);
        Assert.Contains("bad", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dropped_connection_after_an_open_outcome_does_not_prove_it_either()
    {
        await using var fixture = new ProviderFixture(Wire.Reset(), Wire.ResetAfter(10));

        await Assert.ThrowsAsync<SubmissionUnknownException>(() => fixture.SubmitComfyAsync(resendAmbiguous: true, image: TestImage.Jpeg(padding: 8_000_000)));
    }

    [Fact]
    public async Task A_503_of_ailab_is_waited_out_within_the_budget_of_throttling()
    {
        await using var fixture = new ProviderFixture(
            Wire.Json(503, Responses.AILabError("AI_SERVICE_FLOW_RESTRICTION")), Wire.Json(503, Responses.AILabError("ERROR_RESOURCE_IN_TRANSIT")), Wire.Json(200, Responses.AILabAccepted));

        Assert.Equal("task-1", (await fixture.SubmitAILabAsync()).TaskId);
        Assert.Equal(3, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task Any_other_failure_after_the_whole_body_was_sent_leaves_the_outcome_open()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated));
        fixture.Observer.OnLine = line =>
        {
            if (line.Contains("responded with", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("the log is closed");
            }
        };

        var unknown = await Assert.ThrowsAsync<SubmissionUnknownException>(() => fixture.SubmitComfyAsync());

        AssertUnknown(fixture, unknown, "Comfy");
        Assert.Contains("the log is closed", unknown.Message, StringComparison.Ordinal);
    }

    /// <summary>Submits, and stops when the request has been read completely; only then the response is sent.</summary>
    private static async Task<(Task<ProviderTaskState> Outcome, int Requests)> StopBeforeTheResponseAsync(params WireStep[] steps)
    {
        using var cancel = new CancellationTokenSource();
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        WireStep first = async exchange =>
        {
            await exchange.ReadBodyAsync();
            read.SetResult();
            await stopped.Task;
            await steps[0](exchange);
        };
        await using var fixture = new ProviderFixture(new ScriptedServer([first, .. steps[1..]]), LongGrace);
        var submit = fixture.SubmitComfyAsync(cancellationToken: cancel.Token);
        await read.Task.SoonAsync();
        await cancel.CancelAsync();
        stopped.SetResult();
        await Task.WhenAny(submit);
        return (submit, fixture.Server.Requests.Count);
    }

    private static void AssertUnknown(ProviderFixture fixture, SubmissionUnknownException unknown, string provider)
    {
        Assert.Single(fixture.Server.Requests);
        Assert.Equal((ErrorIds.SubmissionUnknown, provider), (unknown.Error.Id, unknown.Error.Provider));
        Assert.Equal(EnhanceErrorKind.SubmissionUnknown, unknown.Error.Kind);
        Assert.Contains("face.jpg", unknown.Error.Target, StringComparison.Ordinal);
        Assert.Contains("may have been billed", unknown.Message, StringComparison.Ordinal);
    }
}
