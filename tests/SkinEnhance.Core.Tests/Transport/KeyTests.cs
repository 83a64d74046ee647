using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Transport;

/// <summary>Where a key is sent, and where it must never appear.</summary>
public class KeyTests
{
    [Theory]
    [InlineData("comfyui-0123", "comfyui-0123", null)]
    [InlineData("eyJhbGciOi.J9.sig", null, "Bearer eyJhbGciOi.J9.sig")]
    [InlineData("COMFYUI-0123", null, "Bearer COMFYUI-0123")]
    public async Task A_key_of_comfy_goes_where_its_kind_belongs(string key, string? apiKey, string? authorization)
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated)) { Key = () => key };
        await fixture.SubmitComfyAsync();
        await fixture.QueryComfyAsync();

        Assert.All(fixture.Server.Requests, request => Assert.Equal((apiKey, authorization), (request.Header("X-API-Key"), request.Header("Authorization"))));
        Assert.Null(fixture.Server.Requests[0].Header("ailabapi-api-key"));
    }

    [Fact]
    public async Task A_key_of_ailab_goes_into_its_header_alone()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.AILabAccepted)) { Key = () => "ailab-0123" };
        await fixture.SubmitAILabAsync();

        var headers = Assert.Single(fixture.Server.Requests).Headers;
        Assert.Equal(["ailabapi-api-key"], headers.Where(header => header.Value.Contains("ailab-0123", StringComparison.Ordinal)).Select(header => header.Key));
    }

    [Theory]
    [InlineData(null, ErrorIds.KeyMissing)]
    [InlineData("two\nlines", ErrorIds.KeyMalformed)]
    public async Task Without_a_usable_key_nothing_is_sent(string? key, string id)
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated)) { Key = () => key };

        Assert.Equal(id, (await Assert.ThrowsAsync<InvalidSettingException>(() => fixture.SubmitComfyAsync())).Error.Id);
        Assert.Equal(id, (await Assert.ThrowsAsync<InvalidSettingException>(() => fixture.SubmitAILabAsync())).Error.Id);
        Assert.Equal(id, (await Assert.ThrowsAsync<InvalidSettingException>(() => fixture.QueryComfyAsync())).Error.Id);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_refused_key_is_not_tried_twice()
    {
        await using var fixture = new ProviderFixture(Wire.Json(401, """{"message":"who are you"}"""));

        var refused = await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync());

        Assert.Equal(ErrorIds.KeyRejected, refused.Error.Id);
        Assert.True(refused.Error.StopsBatch);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_refused_key_that_was_replaced_meanwhile_is_tried_once_more()
    {
        var keys = new Queue<string>(["comfyui-old", "comfyui-old", "comfyui-new"]);
        await using var fixture = new ProviderFixture(Wire.Json(401, """{"message":"no"}"""), Wire.Json(200, Responses.ComfyCreated)) { Key = () => keys.Count > 1 ? keys.Dequeue() : keys.Peek() };

        Assert.Equal("task-1", (await fixture.SubmitComfyAsync()).TaskId);
        Assert.Equal(["comfyui-old", "comfyui-new"], fixture.Server.Requests.Select(request => request.Header("X-API-Key")));
        Assert.Single(fixture.Server.Requests.Select(request => request.Header("Idempotency-Key")).Distinct());
    }

    [Fact]
    public async Task A_second_refusal_ends_it_even_when_the_key_changes_every_time()
    {
        var number = 0;
        await using var fixture = new ProviderFixture(Wire.Json(401, """{"message":"no"}""")) { Key = () => $"comfyui-{++number}" };

        Assert.Equal(ErrorIds.KeyRejected, (await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync())).Error.Id);
        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task A_key_replaced_by_a_malformed_one_is_an_error_of_the_settings()
    {
        var key = "comfyui-old";
        await using var fixture = new ProviderFixture(
            async exchange =>
            {
                key = "eyJ-secret\nsecond line";
                await Wire.Json(401, """{"message":"no"}""")(exchange);
            },
            Wire.Json(200, Responses.ComfyCreated))
        { Key = () => key };

        var malformed = await Assert.ThrowsAsync<InvalidSettingException>(() => fixture.SubmitComfyAsync());

        Assert.Equal(ErrorIds.KeyMalformed, malformed.Error.Id);
        Assert.DoesNotContain("eyJ-secret", Shown.Of(malformed), StringComparison.Ordinal);
        Assert.Single(fixture.Server.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_key_never_follows_a_redirect(int status)
    {
        await using var elsewhere = new ScriptedServer(Wire.Json(200, Responses.ComfyCreated));
        await using var fixture = new ProviderFixture(Wire.Redirect(elsewhere.Address, status));

        var post = await Assert.ThrowsAsync<SubmissionUnknownException>(() => fixture.SubmitComfyAsync(resendAmbiguous: true));
        var get = await Assert.ThrowsAsync<ProviderException>(() => fixture.QueryComfyAsync());

        Assert.Equal((ErrorIds.RedirectRefused, status), (get.Error.Id, get.Error.HttpStatus));
        Assert.Equal((ErrorIds.SubmissionUnknown, status), (post.Error.Id, post.Error.HttpStatus));
        Assert.Contains("redirect", post.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task A_key_that_a_failed_task_repeats_is_not_shown()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, """{"data":{"task_id":"task-1","status":"FAILED","message":"key comfyui-secret-1 expired"}}"""));

        var state = await fixture.QueryComfyAsync();

        Assert.Equal("key *** expired", state.Message);
    }

    [Theory]
    [InlineData("""{"detail":[{"loc":["body","image"],"input":"https://store.example/a/b.png?X-Signature=sesame&x=1"}]}""")]
    [InlineData("""{"message":"could not fetch https://store.example/a/b.png?X-Signature=sesame&x=1, sorry"}""")]
    public async Task An_address_that_the_provider_repeats_is_shown_without_what_opens_it(string body)
    {
        await using var fixture = new ProviderFixture(Wire.Json(422, body));

        var refused = await Assert.ThrowsAnyAsync<EnhanceException>(() => fixture.SubmitComfyAsync());

        Assert.DoesNotContain("sesame", Shown.Of(refused) + fixture.Observer.Text, StringComparison.Ordinal);
        Assert.Contains("https://store.example/a/b.png?***", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"message":"bad key comfyui-secret-1 given"}""")]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: comfyui-secret-1.","type":"comfyui-secret-1"}}""")]
    [InlineData(403, "<html>X-API-Key: comfyui-secret-1</html>")]
    [InlineData(429, """{"detail":"comfyui-secret-1 asks too often"}""")]
    [InlineData(502, "X-API-Key: comfyui-secret-1")]
    [InlineData(200, """{"echo":"comfyui-secret-1"}""")]
    public async Task A_key_that_a_response_repeats_is_not_shown(int status, string body)
    {
        await using var fixture = new ProviderFixture(Wire.Json(status, body, "X-Comfy-Request-Id: id-of-comfyui-secret-1"));

        var comfy = await Assert.ThrowsAnyAsync<EnhanceException>(() => fixture.SubmitComfyAsync());
        var query = await Record.ExceptionAsync(() => fixture.QueryComfyAsync());
        var ailab = await Assert.ThrowsAnyAsync<EnhanceException>(() => fixture.SubmitAILabAsync());

        foreach (var shown in new[] { comfy, query, ailab }.OfType<EnhanceException>())
        {
            Assert.DoesNotContain("comfyui-secret-1", Shown.Of(shown), StringComparison.Ordinal);
        }

        Assert.NotEmpty(fixture.Observer.Verbose);
        Assert.DoesNotContain("comfyui-secret-1", fixture.Observer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_messages_have_the_request_and_not_the_key()
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, """{"message":"no"}"""), Wire.Json(200, Responses.ComfyCreated));
        await fixture.SubmitComfyAsync();

        Assert.Contains(fixture.Observer.Verbose, line => line.Contains("POST", StringComparison.Ordinal) && line.Contains("/skin-enhancer/faithful", StringComparison.Ordinal));
        Assert.Contains(fixture.Observer.Verbose, line => line.Contains("responded with 429", StringComparison.Ordinal));
        Assert.DoesNotContain("comfyui-secret-1", fixture.Observer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_of_any_length_is_shown_as_one_line_of_limited_length()
    {
        var reason = "first\\nsecond\\u001b[31mred " + new string('x', 100_000);
        await using var fixture = new ProviderFixture(Wire.Json(400, $$"""{"message":"{{reason}}"}"""));

        var refused = await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync());

        Assert.InRange(refused.Message.Length, 400, 600);
        Assert.DoesNotContain(refused.Message, char.IsControl);
        Assert.Contains("first second[31mred", refused.Message, StringComparison.Ordinal);
    }
}
