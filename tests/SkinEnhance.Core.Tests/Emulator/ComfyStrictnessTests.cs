using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Emulator;

public class ComfyStrictnessTests
{
    [Theory]
    [InlineData("skin-enhancer/faithful", "sharpen", "101")]
    [InlineData("skin-enhancer/faithful", "sharpen", "-1")]
    [InlineData("skin-enhancer/faithful", "sharpen", "1.5")]
    [InlineData("skin-enhancer/faithful", "sharpen", "\"5\"")]
    [InlineData("skin-enhancer/faithful", "sharpen", "null")]
    [InlineData("skin-enhancer/faithful", "smart_grain", "true")]
    [InlineData("skin-enhancer/faithful", "skin_detail", "[1]")]
    [InlineData("skin-enhancer/faithful", "optimized_for", "\"enhance_skin\"")]
    [InlineData("skin-enhancer/faithful", "Sharpen", "1")]
    [InlineData("skin-enhancer/faithful", "webhook_url", "\"not an address\"")]
    [InlineData("skin-enhancer/flexible", "optimized_for", "\"standard\"")]
    [InlineData("skin-enhancer/flexible", "skin_detail", "80")]
    [InlineData("skin-enhancer/creative", "skin_detail", "80")]
    [InlineData("image-upscaler", "scale_factor", "2")]
    [InlineData("image-upscaler", "scale_factor", "\"3x\"")]
    [InlineData("image-upscaler", "creativity", "11")]
    [InlineData("image-upscaler", "fractality", "-11")]
    [InlineData("image-upscaler", "engine", "\"magnific\"")]
    [InlineData("image-upscaler", "prompt", "7")]
    [InlineData("image-upscaler-precision-v2", "scale_factor", "\"2x\"")]
    [InlineData("image-upscaler-precision-v2", "scale_factor", "17")]
    [InlineData("image-upscaler-precision-v2", "scale_factor", "1")]
    [InlineData("image-upscaler-precision-v2", "ultra_detail", "101")]
    [InlineData("image-upscaler-precision-v2", "flavor", "\"raw\"")]
    public async Task A_field_that_is_unknown_of_the_wrong_type_or_out_of_range_is_refused_by_name(string operation, string field, string value)
    {
        await using var fixture = new ServerFixture();
        var body = ServerFixture.Body(TestImage.Png());
        body[field] = JsonNode.Parse(value);

        using var response = await fixture.SubmitAsync($"proxy/freepik/v1/ai/{operation}", body);

        await AssertRefusedAsync(fixture, response, field);
        Assert.Equal(value, fixture.Last.Fields[field]);
    }

    [Theory]
    [InlineData("""{}""", "image")]
    [InlineData("""{"image":""}""", "image")]
    [InlineData("""{"image":null}""", "image")]
    [InlineData("""{"image":7}""", "image")]
    [InlineData("""{"image":"%%%%"}""", "image")]
    [InlineData("""{"image":"QUJD REVG"}""", "image")]
    [InlineData("""{"image":"QUJDRA="}""", "image")]
    [InlineData("""{"image":"QQ==QUJD"}""", "image")]
    [InlineData("""{"image":"data:image/png;base64,QUJD"}""", "image")]
    [InlineData("""{"image":"SGVsbG8gd29ybGQsIEkgYW0gbm8gaW1hZ2U="}""", "image")]
    [InlineData("""{"image":"http://example.com/a.jpg"}""", "image")]
    [InlineData("""{"image":"QUJD","image":"QUJD"}""", "image")]
    [InlineData("""{"image":"QUJD","sharpen":1,"sharpen":1}""", "sharpen")]
    [InlineData("""["image"]""", "JSON")]
    [InlineData("""{"image":"QUJD""", "JSON")]
    [InlineData("""{"image":"QUJD",}""", "JSON")]
    [InlineData("", "JSON")]
    public async Task A_malformed_body_is_refused(string json, string named)
    {
        await using var fixture = new ServerFixture();
        using var response = await fixture.ComfyAsync(HttpMethod.Post, ServerFixture.Faithful, ServerFixture.Json(json));
        await AssertRefusedAsync(fixture, response, named);
    }

    [Fact]
    public async Task A_body_without_the_media_type_of_json_is_refused()
    {
        await using var fixture = new ServerFixture();
        var content = new StringContent(ServerFixture.Body(TestImage.Png()).ToJsonString(), Encoding.UTF8, "text/plain");
        using var response = await fixture.ComfyAsync(HttpMethod.Post, ServerFixture.Faithful, content);
        await AssertRefusedAsync(fixture, response, "Content-Type");
    }

    [Theory]
    [InlineData(159, 200, "160")]
    [InlineData(200, 159, "160")]
    [InlineData(160, 481, "aspect")]
    [InlineData(481, 160, "aspect")]
    public async Task An_image_outside_the_limits_is_refused(int width, int height, string named)
    {
        await using var fixture = new ServerFixture();
        using var response = await fixture.SubmitAsync(ServerFixture.Faithful, ServerFixture.Body(TestImage.Jpeg(width, height)));
        await AssertRefusedAsync(fixture, response, named);
    }

    [Theory]
    [InlineData(160, 480)]
    [InlineData(480, 160)]
    public async Task An_image_at_the_limits_is_taken(int width, int height)
    {
        await using var fixture = new ServerFixture();
        using var response = await fixture.SubmitAsync(ServerFixture.Faithful, ServerFixture.Body(TestImage.Jpeg(width, height)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_format_that_is_not_supported_or_a_damaged_header_is_refused()
    {
        await using var fixture = new ServerFixture();
        using var gif = await fixture.SubmitAsync(ServerFixture.Faithful, ServerFixture.Body(TestImage.Gif()));
        await AssertRefusedAsync(fixture, gif, "JPEG, PNG or WebP");
        using var damaged = await fixture.SubmitAsync(ServerFixture.Faithful, ServerFixture.Body(TestImage.Jpeg()[..12]));
        await AssertRefusedAsync(fixture, damaged, "damaged");
    }

    [Theory]
    [InlineData("image-upscaler", 2515, 2515, "\"2x\"", HttpStatusCode.BadRequest)]
    [InlineData("image-upscaler", 2514, 2514, "\"2x\"", HttpStatusCode.OK)]
    [InlineData("image-upscaler", 2515, 2515, null, HttpStatusCode.BadRequest)]
    [InlineData("image-upscaler-precision-v2", 5031, 5000, "2", HttpStatusCode.BadRequest)]
    [InlineData("image-upscaler-precision-v2", 5030, 5000, "2", HttpStatusCode.OK)]
    public async Task A_result_that_would_be_too_large_is_refused(string operation, int width, int height, string? factor, HttpStatusCode expected)
    {
        await using var fixture = new ServerFixture();
        var body = ServerFixture.Body(TestImage.Jpeg(width, height));
        if (factor is not null)
        {
            body["scale_factor"] = JsonNode.Parse(factor);
        }

        using var response = await fixture.SubmitAsync($"proxy/freepik/v1/ai/{operation}", body);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task An_upscale_is_priced_step_by_step()
    {
        await using var fixture = new ServerFixture();
        await fixture.SubmitTaskAsync("proxy/freepik/v1/ai/image-upscaler", TestImage.Jpeg(1000, 1000), ("scale_factor", "4x"));
        Assert.Equal(143.64, fixture.Emulator.Record.BilledCredits("comfy"), 6);
    }

    [Theory]
    [InlineData("""{"content_type":"image/png"}""")]
    [InlineData("""{"file_name":"a.png"}""")]
    [InlineData("""{"file_name":"a.png","content_type":"png"}""")]
    [InlineData("""{"file_name":"a.png","content_type":"image/png","file_hash":"abc"}""")]
    [InlineData("""{"file_name":"a.png","content_type":"image/png","size":1}""")]
    public async Task A_storage_request_that_is_incomplete_or_too_much_is_refused(string json)
    {
        await using var fixture = new ServerFixture();
        using var response = await fixture.ComfyAsync(HttpMethod.Post, "customers/storage", ServerFixture.Json(json));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Escapes_that_serializers_write_into_base64_are_read()
    {
        await using var fixture = new ServerFixture();
        var image = TestImage.Png(padding: 5000);
        var base64 = Convert.ToBase64String(image);
        Assert.Contains('+', base64);
        Assert.Contains('/', base64);
        var json = $$"""{"sharpen":1,"image":"{{base64.Replace("+", "\\u002B", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal)}}"}""";

        using var response = await fixture.ComfyAsync(HttpMethod.Post, ServerFixture.Faithful, ServerFixture.Json(json));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(image)).ToLowerInvariant(), fixture.Last.ImageSha256);
        Assert.Equal(ImageFormat.Png, fixture.Last.ImageFormat);
        Assert.Equal("1", Assert.Single(fixture.Last.Fields).Value);
    }

    [Fact]
    public async Task Members_called_image_elsewhere_and_quotes_in_texts_do_not_confuse_the_reader()
    {
        await using var fixture = new ServerFixture();
        var json = $$"""{ "prompt" : "a \"image\": \\", "image" : "{{Convert.ToBase64String(TestImage.Png())}}" , "hdr":1 }""";
        using var response = await fixture.ComfyAsync(HttpMethod.Post, "proxy/freepik/v1/ai/image-upscaler", ServerFixture.Json(json));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["hdr", "prompt"], fixture.Last.Fields.Keys.Order());
    }

    [Fact]
    public async Task A_large_chunked_upload_arrives_completely()
    {
        await using var fixture = new ServerFixture();
        var image = TestImage.Png(padding: 8_000_000);
        using var content = ServerFixture.Json(ServerFixture.Body(image).ToJsonString());
        using var request = new HttpRequestMessage(HttpMethod.Post, ServerFixture.Faithful) { Content = content };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-API-Key", fixture.Emulator.ComfyKey);

        using var response = await fixture.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(image)).ToLowerInvariant(), fixture.Last.ImageSha256);
    }

    [Fact]
    public async Task A_body_over_the_limit_gets_a_413()
    {
        await using var fixture = new ServerFixture(clock => new EmulatorOptions { TimeProvider = clock, MaxRequestBytes = 100_000 });
        using var response = await fixture.SubmitAsync(ServerFixture.Faithful, ServerFixture.Body(TestImage.Png(padding: 3_000_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.True(fixture.Last.ContentLength > 4_000_000);
        Assert.Equal(0, fixture.Emulator.Record.BilledCount);
    }

    [Theory]
    [InlineData("PUT", "proxy/freepik/v1/ai/skin-enhancer/faithful", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "proxy/freepik/v1/ai/skin-enhancer/some-task", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "proxy/freepik/v1/ai/skin-enhancer", HttpStatusCode.NotFound)]
    [InlineData("GET", "proxy/freepik/v1/ai/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "customers/storage", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "customers/balance", HttpStatusCode.MethodNotAllowed)]
    public async Task Other_paths_and_methods_are_not_served(string method, string path, HttpStatusCode expected)
    {
        await using var fixture = new ServerFixture();
        using var response = await fixture.ComfyAsync(new HttpMethod(method), path);
        Assert.Equal(expected, response.StatusCode);
    }

    private static async Task AssertRefusedAsync(ServerFixture fixture, HttpResponseMessage response, string named)
    {
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = await ServerFixture.ReadJsonAsync(response);
        Assert.Equal("invalid_input", (string?)error["error"]);
        Assert.Contains(named, (string?)error["message"], StringComparison.Ordinal);
        Assert.Equal(0, fixture.Emulator.Record.BilledCount);
        Assert.False(fixture.Last.Billed);
        Assert.Equal(400, fixture.Last.StatusCode);
    }
}
