using System.Text;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Transport;

/// <summary>Responses before the whole body of a large image was sent.</summary>
public class EarlyResponseTests
{
    private const string Page = "<!DOCTYPE html><html><body>413 Request Entity Too Large</body></html>";

    private static readonly byte[] Large = TestImage.Jpeg(padding: 5_000_000);

    /// <summary>All ends without a task.</summary>
    public static TheoryData<string, int, string, string> Refusals =>
    [
        .. Errors,
        ("Comfy", 302, string.Empty, ErrorIds.RedirectRefused),
        ("Comfy", 200, Page, ErrorIds.AnswerNotUnderstood),
    ];

    /// <summary>Statuses after which nothing more of the body is sent; one below 400 may be followed by the rest.</summary>
    public static TheoryData<string, int, string, string> Errors => new()
    {
        { "Comfy", 401, """{"error":"unauthorized","message":"no"}""", ErrorIds.KeyRejected },
        { "Comfy", 402, """{"error":"insufficient_credits","message":"no"}""", ErrorIds.CreditsExhausted },
        { "Comfy", 403, """{"message":"no"}""", ErrorIds.AccountRefused },
        { "Comfy", 413, """{"message":"too large"}""", ErrorIds.RequestRejected },
        { "Comfy", 413, Page, ErrorIds.RequestRejected },
        { "Comfy", 403, Page, ErrorIds.AnswerNotUnderstood },
        { "Comfy", 401, string.Empty, ErrorIds.AnswerNotUnderstood },
        { "Comfy", 409, """{"message":"odd"}""", ErrorIds.AnswerNotUnderstood },
        { "AILab", 413, Responses.AILabError("FILE_SIZE_EXCEEDS_LIMIT"), ErrorIds.RequestRejected },
        { "AILab", 413, Page, ErrorIds.RequestRejected },
        { "AILab", 401, Responses.AILabError("ERROR_USER_NOT_EXISTS"), ErrorIds.KeyRejected },
        { "AILab", 403, Page, ErrorIds.AnswerNotUnderstood },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_of_the_headers_is_believed_and_the_image_not_sent(string provider, int status, string body, string id)
    {
        await using var fixture = new ProviderFixture(exchange => exchange.RespondAsync(status, Encoding.UTF8.GetBytes(body)));

        await AssertRefusedOnceAsync(fixture, provider, id, status);

        Assert.Empty(Assert.Single(fixture.Server.Requests).Body);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task A_refusal_within_the_upload_is_believed_when_the_connection_closes(string provider, int status, string body, string id)
    {
        await using var fixture = new ProviderFixture(async exchange =>
        {
            await exchange.ReadBodyAsync(100_000);
            await exchange.RespondAsync(status, Encoding.UTF8.GetBytes(body));
        });

        await AssertRefusedOnceAsync(fixture, provider, id, status);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task A_refusal_within_the_upload_is_believed_when_the_server_stops_reading(string provider, int status, string body, string id)
    {
        await using var fixture = new ProviderFixture(
            async exchange =>
            {
                await exchange.ReadBodyAsync(100_000);
                await exchange.RespondAsync(status, Encoding.UTF8.GetBytes(body));
                await Task.Delay(Timeout.Infinite, exchange.Stop);
            },
            Wire.Json(200, provider == "Comfy" ? Responses.ComfyCreated : Responses.AILabAccepted));

        await AssertRefusedOnceAsync(fixture, provider, id, status);

        // The connection has a gap, so the next request uses another one.
        Assert.Equal("task-1", (await SubmitAsync(fixture, provider)).TaskId);
        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_of_a_body_too_small_for_expect_continue_counts_too()
    {
        await using var fixture = new ProviderFixture(async exchange =>
        {
            await exchange.ReadBodyAsync(1);
            await exchange.RespondAsync(401, """{"error":"unauthorized","message":"no"}"""u8.ToArray());
        });

        await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync());

        Assert.Null(Assert.Single(fixture.Server.Requests).Header("Expect"));
    }

    [Fact]
    public async Task A_server_without_100_continue_gets_the_image()
    {
        await using var fixture = new ProviderFixture(async exchange =>
        {
            exchange.SaysContinue = false;
            await Wire.Json(200, Responses.ComfyCreated)(exchange);
        });

        Assert.Equal("task-1", (await fixture.SubmitComfyAsync(image: Large)).TaskId);
        Assert.Equal("100-continue", Assert.Single(fixture.Server.Requests).Header("Expect"));
    }

    [Theory]
    [InlineData("Comfy")]
    [InlineData("AILab")]
    public async Task A_server_that_refuses_expect_continue_gets_the_image_without_it(string provider)
    {
        await using var fixture = new ProviderFixture(
            exchange => exchange.RespondAsync(417, []), Wire.Json(200, provider == "Comfy" ? Responses.ComfyCreated : Responses.AILabAccepted));

        Assert.Equal("task-1", (await SubmitAsync(fixture, provider)).TaskId);
        Assert.Equal(["100-continue", null], fixture.Server.Requests.Select(request => request.Header("Expect")));
    }

    [Theory]
    [InlineData("Comfy", 429)]
    [InlineData("Comfy", 503)]
    [InlineData("AILab", 502)]
    [InlineData("AILab", 429)]
    public async Task A_transient_page_is_retried_when_the_image_was_not_sent(string provider, int status)
    {
        await using var fixture = new ProviderFixture(
            exchange => exchange.RespondAsync(status, Encoding.ASCII.GetBytes(Page), "Retry-After: 7"),
            Wire.Json(200, provider == "Comfy" ? Responses.ComfyCreated : Responses.AILabAccepted));

        Assert.Equal("task-1", (await SubmitAsync(fixture, provider)).TaskId);
        Assert.Equal([TimeSpan.FromSeconds(7)], fixture.Time.Skipped);
    }

    [Fact]
    public async Task A_page_with_a_too_long_retry_after_is_reported_at_once()
    {
        await using var fixture = new ProviderFixture(exchange => exchange.RespondAsync(503, Encoding.ASCII.GetBytes(Page), "Retry-After: 7200"));

        var failed = await Assert.ThrowsAsync<ProviderException>(() => SubmitAsync(fixture, "Comfy"));

        Assert.Equal((ErrorIds.ServiceUnavailable, fixture.Time.GetUtcNow().AddHours(2)), (failed.Error.Id, failed.Error.RetryAt));
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_storage_that_refuses_an_upload_is_believed()
    {
        await using var storage = new ScriptedServer(async exchange =>
        {
            await exchange.ReadBodyAsync(100_000);
            await exchange.RespondAsync(403, "<Error><Code>AccessDenied</Code></Error>"u8.ToArray());
        });
        await using var fixture = new ProviderFixture(Wire.Json(200, $$"""{"upload_url":"{{storage.Address}}put","download_url":"{{storage.Address}}get"}"""));

        var failed = await Assert.ThrowsAsync<ProviderException>(
            () => fixture.Comfy.StoreAsync(fixture.Submission(ComfyOperations.Faithful, Large), fixture.Observer, CancellationToken.None).SoonAsync());

        Assert.Equal((ErrorIds.UploadFailed, 403), (failed.Error.Id, failed.Error.HttpStatus));
        Assert.Single(storage.Requests);
    }

    private static async Task AssertRefusedOnceAsync(ProviderFixture fixture, string provider, string id, int status)
    {
        var refused = await Assert.ThrowsAsync<ProviderException>(() => SubmitAsync(fixture, provider));

        Assert.Equal((id, status), (refused.Error.Id, refused.Error.HttpStatus));
        Assert.Single(fixture.Server.Requests);
    }

    private static Task<ProviderTaskState> SubmitAsync(ProviderFixture fixture, string provider) => provider == "Comfy"
        ? fixture.SubmitComfyAsync(image: Large)
        : fixture.AILab.SubmitAsync(fixture.Submission(AILabOperations.SmartSkinAdvanced, Large, parameters: ("acne_removal", true)), fixture.Observer, CancellationToken.None).SoonAsync();
}
