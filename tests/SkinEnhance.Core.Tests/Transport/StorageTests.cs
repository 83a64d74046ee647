using System.Security.Cryptography;
using System.Text;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Transport;

/// <summary>Comfy's upload storage on the wire (docs/providers.md, section 1, "Upload instead of Base64").</summary>
public class StorageTests
{
    private const string Signature = "signature=of-the-place";

    /// <summary>What a free request gets over by being sent again.</summary>
    private static readonly Dictionary<string, WireStep> Passing = new()
    {
        ["reset"] = Wire.Reset(),
        ["reset-within"] = Wire.ResetAfter(1000),
        ["close"] = Wire.Close(),
        ["408"] = Wire.Bytes(408, []),
        ["429"] = Wire.Bytes(429, [], "Retry-After: 2"),
        ["500"] = Wire.Bytes(500, []),
        ["503"] = Wire.Bytes(503, [], "Retry-After: 3"),
        ["html-502"] = Wire.Html(502),
    };

    /// <summary>Responses to a request for an upload slot without one.</summary>
    private static readonly Dictionary<string, WireStep> Nonsense = new()
    {
        ["html"] = Wire.Html(200),
        ["empty"] = Wire.Bytes(200, []),
        ["list"] = Wire.Json(200, "[]"),
        ["nothing"] = Wire.Json(200, "{}"),
        ["no upload"] = Wire.Json(200, $$"""{"download_url":"https://store.example/d?{{Signature}}","existing_file":false}"""),
        ["no download"] = Wire.Json(200, $$"""{"upload_url":"https://store.example/u?{{Signature}}","existing_file":false}"""),
        ["no download of what is there"] = Wire.Json(200, $$"""{"upload_url":"https://store.example/u?{{Signature}}","existing_file":true}"""),
        ["plain http to upload"] = Wire.Json(200, $$"""{"upload_url":"http://store.example/u?{{Signature}}","download_url":"https://store.example/d"}"""),
        ["plain http to download"] = Wire.Json(200, $$"""{"upload_url":"https://store.example/u?{{Signature}}","download_url":"http://store.example/d"}"""),
        ["a password"] = Wire.Json(200, """{"upload_url":"https://user:of-the-place@store.example/u","download_url":"https://store.example/d"}"""),
        ["a file"] = Wire.Json(200, $$"""{"upload_url":"file:///u?{{Signature}}","download_url":"https://store.example/d"}"""),
        ["a path"] = Wire.Json(200, $$"""{"upload_url":"/u?{{Signature}}","download_url":"https://store.example/d"}"""),
        ["numbers"] = Wire.Json(200, """{"upload_url":1,"download_url":2}"""),
        ["cut off"] = Wire.CutOff(200, Encoding.UTF8.GetBytes($$"""{"upload_url":"https://store.example/u?{{Signature}}"""), missing: 60),
    };

    public static TheoryData<string> PassingNames => [.. Passing.Keys];

    public static TheoryData<string> NonsenseNames => [.. Nonsense.Keys];

    [Fact]
    public async Task A_slot_is_requested_by_the_hash_and_the_bytes_are_uploaded_without_the_key()
    {
        var image = TestImage.Jpeg(padding: 200_001);
        await using var fixture = new ProviderFixture(Place(), Wire.Bytes(200, []));

        var stored = await StoreAsync(fixture, image);

        Assert.Equal(["POST /customers/storage", $"PUT /up?{Signature}"], fixture.Server.Requests.Select(request => $"{request.Method} {request.Target}"));
        var (ask, put) = (fixture.Server.Requests[0], fixture.Server.Requests[1]);
        Assert.Equal($$"""{"file_name":"image.jpg","content_type":"image/jpeg","file_hash":"{{Sha256(image)}}"}""", ask.Text);
        Assert.Equal(("application/json", "comfyui-secret-1"), (ask.Header("Content-Type"), ask.Header("X-API-Key")));
        Assert.Equal(image, put.Body);
        Assert.Equal(("image/jpeg", $"{image.Length}", null), (put.Header("Content-Type"), put.Header("Content-Length"), put.Header("Transfer-Encoding")));
        Assert.Equal(["Content-Length", "Content-Type", "Host", "User-Agent"], put.Headers.Keys.Where(name => name != "Accept-Encoding").Order(StringComparer.Ordinal));
        Assert.Equal(new Uri(fixture.Server.Address, $"down?{Signature}"), stored.Address);
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 23, 0, 0, TimeSpan.Zero), stored.ExpiresAt);
    }

    [Fact]
    public async Task A_hash_that_is_known_is_not_computed_again_and_goes_in_lower_case()
    {
        await using var fixture = new ProviderFixture(Place(), Wire.Bytes(200, []));

        await fixture.Comfy.StoreAsync(fixture.Submission(ComfyOperations.Faithful) with { ImageSha256 = "00ABCDEF" }, fixture.Observer, CancellationToken.None).SoonAsync();

        Assert.Equal("00abcdef", fixture.Server.Requests[0].Json.GetProperty("file_hash").GetString());
    }

    [Fact]
    public async Task A_stored_image_is_not_uploaded()
    {
        await using var fixture = new ProviderFixture(Place(isThere: true));

        var stored = await StoreAsync(fixture);

        Assert.Equal(new Uri(fixture.Server.Address, $"down?{Signature}"), stored.Address);
        Assert.Single(fixture.Server.Requests);
        Assert.Contains("is in Comfy's storage already", fixture.Observer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2030-01-01T00:29:00Z")]
    [InlineData("2029-12-31T23:59:00Z")]
    public async Task What_is_about_to_be_deleted_there_is_stored_anew_under_no_hash(string expires)
    {
        await using var fixture = new ProviderFixture(Place(isThere: true, expires), Place(), Wire.Bytes(200, []));

        var stored = await StoreAsync(fixture);

        Assert.Equal(["POST", "POST", "PUT"], fixture.Server.Requests.Select(request => request.Method));
        Assert.Equal("""{"file_name":"image.jpg","content_type":"image/jpeg"}""", fixture.Server.Requests[1].Text);
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 23, 0, 0, TimeSpan.Zero), stored.ExpiresAt);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("0001-01-01T00:00:00Z")]
    public async Task A_new_slot_without_an_expiry_lasts_for_the_documented_day(string expires)
    {
        await using var fixture = new ProviderFixture(Place(expires: expires), Wire.Bytes(200, []));

        Assert.Equal(new DateTimeOffset(2030, 1, 2, 0, 0, 0, TimeSpan.Zero), (await StoreAsync(fixture)).ExpiresAt);
    }

    [Theory]
    [MemberData(nameof(PassingNames))]
    public async Task A_transient_failure_is_retried_with_the_same_bytes_at_the_same_address(string mishap)
    {
        var image = TestImage.Jpeg(padding: 2_000_000);
        var step = Passing[mishap];
        await using var fixture = new ProviderFixture(Wire.Json(503, "{}"), Place(), step, step, step, Wire.Bytes(200, []));

        await StoreAsync(fixture, image);

        Assert.Equal(["POST", "POST", "PUT", "PUT", "PUT", "PUT"], fixture.Server.Requests.Select(request => request.Method));
        Assert.All(fixture.Server.Requests.Skip(2), put => Assert.Equal($"/up?{Signature}", put.Target));
        Assert.Equal(image, fixture.Server.Requests[^1].Body);
        Assert.DoesNotContain(Signature, fixture.Observer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_that_stays_unavailable_is_an_error()
    {
        await using var fixture = new ProviderFixture(Place(), Wire.Bytes(503, []));

        var failed = await Assert.ThrowsAsync<ProviderException>(() => StoreAsync(fixture));

        Assert.Equal((ErrorIds.UploadFailed, "Comfy", 503), (failed.Error.Id, failed.Error.Provider, failed.Error.HttpStatus));
        Assert.Equal(5, fixture.Server.Requests.Count);
        Assert.False(failed.Error.StopsBatch);
    }

    [Fact]
    public async Task An_unreachable_storage_is_reported_with_its_address()
    {
        await using var nobody = new ScriptedServer(open: false);
        await using var fixture = new ProviderFixture(
            Wire.Json(200, $$"""{"upload_url":"{{nobody.Address}}up?{{Signature}}","download_url":"{{nobody.Address}}down?{{Signature}}"}"""));

        var failed = await Assert.ThrowsAsync<ProviderException>(() => StoreAsync(fixture));

        Assert.Equal(ErrorIds.UploadFailed, failed.Error.Id);
        Assert.Contains($"{nobody.Address}up could not be reached", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Signature, Shown.Of(failed) + fixture.Observer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_refusal_of_the_storage_is_not_retried_and_its_text_is_not_shown(int status)
    {
        await using var fixture = new ProviderFixture(
            Place(), Wire.Bytes(status, Encoding.UTF8.GetBytes($"<Error><Code>SignatureDoesNotMatch</Code><StringToSign>/up?{Signature}</StringToSign></Error>")));

        var refused = await Assert.ThrowsAsync<ProviderException>(() => StoreAsync(fixture));

        Assert.Equal((ErrorIds.UploadFailed, status), (refused.Error.Id, refused.Error.HttpStatus));
        Assert.Contains("face.jpg", refused.Error.Target, StringComparison.Ordinal);
        Assert.Contains($"{fixture.Server.Address}up responded with {status}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("of-the-place", Shown.Of(refused) + fixture.Observer.Text, StringComparison.Ordinal);
        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task An_image_never_follows_a_redirect(int status)
    {
        await using var elsewhere = new ScriptedServer(Wire.Bytes(200, []));
        await using var fixture = new ProviderFixture(Place(), Wire.Redirect(elsewhere.Address, status));

        var refused = await Assert.ThrowsAsync<ProviderException>(() => StoreAsync(fixture));

        Assert.Equal(ErrorIds.UploadFailed, refused.Error.Id);
        Assert.Contains("redirect", refused.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [MemberData(nameof(NonsenseNames))]
    public async Task A_response_without_a_slot_is_an_error_and_no_image_is_sent(string response)
    {
        await using var fixture = new ProviderFixture(Nonsense[response]);

        var failed = await Assert.ThrowsAsync<ProviderException>(() => StoreAsync(fixture));

        Assert.Equal(ErrorIds.AnswerNotUnderstood, failed.Error.Id);
        Assert.Contains("upload storage", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("of-the-place", Shown.Of(failed) + fixture.Observer.Text, StringComparison.Ordinal);
        Assert.All(fixture.Server.Requests, request => Assert.Equal("POST", request.Method));
    }

    [Theory]
    [InlineData(401, ErrorIds.KeyRejected)]
    [InlineData(403, ErrorIds.AccountRefused)]
    [InlineData(404, ErrorIds.RequestRejected)]
    [InlineData(302, ErrorIds.RedirectRefused)]
    public async Task A_refused_slot_is_reported_with_the_message_of_comfy(int status, string id)
    {
        await using var fixture = new ProviderFixture(Wire.Json(status, """{"error":"no","message":"the reason"}"""));

        var refused = await Assert.ThrowsAsync<ProviderException>(() => StoreAsync(fixture));

        Assert.Equal((id, status), (refused.Error.Id, refused.Error.HttpStatus));
        if (status != 302)
        {
            Assert.Contains("not stored", refused.Message, StringComparison.Ordinal);
            Assert.Contains("the reason", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_changed_since_the_check_is_not_stored(bool isThere)
    {
        string? path = null;
        await using var fixture = new ProviderFixture(
            async exchange =>
            {
                // After it was hashed, before its bytes are read to be sent.
                await File.AppendAllTextAsync(path!, "more");
                await Place(isThere)(exchange);
            },
            Wire.Bytes(200, []));
        var submission = fixture.Submission(ComfyOperations.Faithful);
        path = submission.Source.Path;

        var changed = await Assert.ThrowsAsync<InvalidImageException>(() => fixture.Comfy.StoreAsync(submission, fixture.Observer, CancellationToken.None).SoonAsync());

        Assert.Equal((ErrorIds.ImageChanged, path), (changed.Error.Id, changed.Error.Target));
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_cancellation_within_the_upload_ends_it_at_once()
    {
        using var cancel = new CancellationTokenSource();
        await using var fixture = new ProviderFixture(
            Place(),
            async exchange =>
            {
                await exchange.ReadBodyAsync(1000);
                await Task.Delay(Timeout.Infinite, exchange.Stop);
            });
        var store = StoreAsync(fixture, TestImage.Jpeg(padding: 40_000_000), cancel.Token);
        await fixture.Server.RequestAsync(2);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store);
    }

    [Fact]
    public async Task An_upload_without_a_response_in_time_is_retried()
    {
        await using var fixture = new ProviderFixture(Place(), Wire.Stall(), Wire.Bytes(200, []));
        var store = StoreAsync(fixture);
        await fixture.Server.RequestAsync(2);
        fixture.Time.Advance(ProviderFixture.Options.SubmitTimeout + TimeSpan.FromMinutes(1));

        await store;

        Assert.Equal(3, fixture.Server.Requests.Count);
        Assert.Contains("did not respond within", fixture.Observer.Text, StringComparison.Ordinal);
    }

    /// <summary>Responses with an upload slot on the server itself, until 23:00 of the fixture's first day.</summary>
    private static WireStep Place(bool isThere = false, string expires = "2030-01-01T23:00:00Z") => async exchange =>
    {
        var root = $"http://{exchange.Request.Header("Host")}";
        var json = $$"""
            {"upload_url":"{{root}}/up?{{Signature}}","download_url":"{{root}}/down?{{Signature}}","expires_at":"{{expires}}","existing_file":{{(isThere ? "true" : "false")}}}
            """;
        await Wire.Json(200, json)(exchange);
    };

    private static Task<StoredImage> StoreAsync(ProviderFixture fixture, byte[]? image = null, CancellationToken cancellationToken = default) =>
        fixture.Comfy.StoreAsync(fixture.Submission(ComfyOperations.Faithful, image), fixture.Observer, cancellationToken).SoonAsync();

    private static string Sha256(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();
}
