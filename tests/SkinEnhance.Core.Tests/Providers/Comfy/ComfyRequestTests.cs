using System.Text.Json;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Providers.Comfy;

/// <summary>Requests to Comfy on the wire, byte by byte where it matters.</summary>
public class ComfyRequestTests
{
    [Fact]
    public async Task The_submission_has_the_route_of_the_operation_and_the_poll_its_status_route()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated));
        foreach (var operation in ComfyOperations.All)
        {
            await fixture.Comfy.SubmitAsync(fixture.Submission(operation), fixture.Observer, CancellationToken.None);
        }

        await fixture.Comfy.QueryAsync(ComfyOperations.SkinStatusRoute, "a/b c", fixture.Observer, CancellationToken.None);
        await fixture.Comfy.QueryAsync(ComfyOperations.UpscalerStatusRoute, "id", fixture.Observer, CancellationToken.None);

        Assert.Equal(
            [
                "POST /proxy/freepik/v1/ai/skin-enhancer/faithful",
                "POST /proxy/freepik/v1/ai/skin-enhancer/flexible",
                "POST /proxy/freepik/v1/ai/skin-enhancer/creative",
                "POST /proxy/freepik/v1/ai/image-upscaler",
                "POST /proxy/freepik/v1/ai/image-upscaler-precision-v2",
                "GET /proxy/freepik/v1/ai/skin-enhancer/a%2Fb%20c",
                "GET /proxy/freepik/v1/ai/image-upscaler/id",
            ],
            fixture.Server.Requests.Select(request => $"{request.Method} {request.Target}"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(48 * 1024)]
    [InlineData((48 * 1024) - 1)]
    [InlineData((48 * 1024) + 1)]
    [InlineData(200_001)]
    public async Task An_image_of_any_length_arrives_as_base64_with_the_declared_length(int padding)
    {
        var image = TestImage.Jpeg(padding: padding);
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated));

        await fixture.SubmitComfyAsync(image: image);

        var request = Assert.Single(fixture.Server.Requests);
        Assert.Equal($"{request.Body.Length}", request.Header("Content-Length"));
        Assert.Null(request.Header("Transfer-Encoding"));
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal(image, request.Json.GetProperty("image").GetBytesFromBase64());
    }

    [Fact]
    public async Task An_image_that_goes_in_the_request_makes_these_very_bytes()
    {
        var image = TestImage.Jpeg();
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated));

        await fixture.SubmitComfyAsync(image: image);

        Assert.Equal($$"""{"image":"{{Convert.ToBase64String(image)}}","sharpen":0,"smart_grain":2,"skin_detail":80}""", Assert.Single(fixture.Server.Requests).Text);
    }

    [Theory]
    [InlineData("Creative", "", """{"sharpen":0,"smart_grain":2}""")]
    [InlineData("UpscalePrecision", "", """{"scale_factor":2,"sharpen":7,"smart_grain":7,"ultra_detail":30}""")]
    [InlineData("UpscalePrecision", "scale_factor=3x flavor=PhotoDenoiser", """{"scale_factor":3,"sharpen":7,"smart_grain":7,"ultra_detail":30,"flavor":"photo_denoiser"}""")]
    public async Task The_fields_of_the_newer_operations_are_these(string name, string given, string fields)
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated));
        var operation = ComfyOperations.All.Single(row => row.Name == name);
        var parameters = given.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(pair => (pair[0], (object?)pair[1]));

        await fixture.Comfy.SubmitAsync(fixture.Submission(operation, parameters: [.. parameters]), fixture.Observer, CancellationToken.None);

        Assert.EndsWith("\"," + fields[1..], Assert.Single(fixture.Server.Requests).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_image_is_sent_as_its_address_unchanged()
    {
        const string Address = "https://STORE.example:443/a%7Eb/%41.jpg?X-Signature=q%2Bz&expires=1";
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated));
        var submission = fixture.Submission(ComfyOperations.Faithful) with { StoredImage = new StoredImage(new Uri(Address), fixture.Time.GetUtcNow()) };
        await fixture.Comfy.SubmitAsync(submission, fixture.Observer, CancellationToken.None);

        var request = Assert.Single(fixture.Server.Requests);
        Assert.Equal(Address, request.Json.GetProperty("image").GetString());
        Assert.Equal("""{"sharpen":0,"smart_grain":2,"skin_detail":80}""", Fields(request));
        Assert.Equal("application/json", request.Header("Content-Type"));
    }

    [Fact]
    public async Task The_defaults_are_sent_with_the_types_of_the_contract()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated));
        foreach (var operation in ComfyOperations.All)
        {
            await fixture.Comfy.SubmitAsync(fixture.Submission(operation), fixture.Observer, CancellationToken.None);
        }

        Assert.Equal("""{"sharpen":0,"smart_grain":2,"skin_detail":80}""", Fields(fixture.Server.Requests[0]));
        Assert.Equal("""{"sharpen":0,"smart_grain":2,"optimized_for":"enhance_skin"}""", Fields(fixture.Server.Requests[1]));
        Assert.Equal(
            """{"scale_factor":"2x","optimized_for":"standard","creativity":0,"hdr":0,"resemblance":0,"fractality":0,"engine":"automatic"}""",
            Fields(fixture.Server.Requests[3]));
    }

    [Fact]
    public async Task Every_parameter_given_arrives_under_its_name_and_text_is_escaped()
    {
        const string Prompt = "say \"hi\"\\ \n<b>Åsa 😀</b> \"image\":\"\"";
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated));
        await fixture.Comfy.SubmitAsync(
            fixture.Submission(
                ComfyOperations.Upscale,
                parameters:
                [
                    ("ScaleFactor", "4X"), ("optimized-for", "3d renders"), ("prompt", Prompt), ("creativity", -10), ("hdr", "10"), ("resemblance", 3),
                    ("fractality", -1.0), ("engine", "magnific_sparkle"), ("webhook_url", "https://hook.example/a?b=c&d=\"e\""),
                ]),
            fixture.Observer,
            CancellationToken.None);

        var body = Assert.Single(fixture.Server.Requests).Json;
        Assert.Equal("4x", body.GetProperty("scale_factor").GetString());
        Assert.Equal("3d_renders", body.GetProperty("optimized_for").GetString());
        Assert.Equal(Prompt, body.GetProperty("prompt").GetString());
        Assert.Equal((-10, 10, 3, -1), (Number("creativity"), Number("hdr"), Number("resemblance"), Number("fractality")));
        Assert.Equal("magnific_sparkle", body.GetProperty("engine").GetString());
        Assert.Equal("https://hook.example/a?b=c&d=%22e%22", body.GetProperty("webhook_url").GetString());
        Assert.Equal(10, body.EnumerateObject().Count());

        int Number(string name) => body.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task An_image_that_is_an_address_is_sent_as_the_address()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated));
        var submission = fixture.Submission(ComfyOperations.Faithful) with
        {
            Source = ImageSource.FromUri(new Uri("https://photos.example/a b.jpg?x=\"1\"")),
            Image = null,
            ImageWrittenUtc = null,
        };
        await fixture.Comfy.SubmitAsync(submission, fixture.Observer, CancellationToken.None);

        Assert.Equal("https://photos.example/a%20b.jpg?x=%221%22", Assert.Single(fixture.Server.Requests).Json.GetProperty("image").GetString());
        Assert.Equal("application/json", fixture.Server.Requests[0].Header("Content-Type"));
    }

    [Fact]
    public async Task Names_and_paths_of_the_user_are_not_sent()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated), Wire.Json(200, Responses.AILabAccepted));
        await fixture.SubmitComfyAsync();
        await fixture.SubmitAILabAsync();

        Assert.All(fixture.Server.Requests, request => Assert.DoesNotContain("face", request.Text, StringComparison.Ordinal));
        Assert.All(
            fixture.Server.Requests.SelectMany(request => request.Headers), header => Assert.DoesNotContain("face", header.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_path_before_the_routes_is_kept()
    {
        await using var server = new ScriptedServer(Wire.Json(200, Responses.ComfyCreated));
        var settings = new SkinEnhance.Core.Settings.ProviderSettings("Comfy", new Uri(server.Address, "gateway/comfy"), "key", () => "comfyui-1");
        using var comfy = new ComfyProvider(settings, ProviderFixture.Options);
        await comfy.QueryAsync(ComfyOperations.SkinStatusRoute, "id", NullObserver.Instance, CancellationToken.None);

        Assert.Equal("/gateway/comfy/proxy/freepik/v1/ai/skin-enhancer/id", Assert.Single(server.Requests).Target);
    }

    [Fact]
    public async Task A_file_that_changed_since_the_check_is_not_sent()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated));
        var submission = fixture.Submission(ComfyOperations.Faithful);
        var path = submission.Source.Path!;

        await AssertChangedAsync(() => File.AppendAllText(path, "more"));
        await AssertChangedAsync(() =>
        {
            File.WriteAllBytes(path, TestImage.Jpeg());
            File.SetLastWriteTimeUtc(path, submission.ImageWrittenUtc!.Value.AddSeconds(5));
        });
        await AssertChangedAsync(() => File.Delete(path));
        Assert.DoesNotContain(fixture.Server.Requests, request => request.Body.Length > 0);

        async Task AssertChangedAsync(Action change)
        {
            change();
            var comfy = await Assert.ThrowsAsync<InvalidImageException>(() => fixture.Comfy.SubmitAsync(submission, fixture.Observer, CancellationToken.None).SoonAsync());
            var ailab = await Assert.ThrowsAsync<InvalidImageException>(() => fixture.AILab.SubmitAsync(
                submission with { Operation = Core.Providers.AILab.AILabOperations.SmartSkin }, fixture.Observer, CancellationToken.None).SoonAsync());
            Assert.All([comfy, ailab], changed => Assert.Equal((ErrorIds.ImageChanged, path), (changed.Error.Id, changed.Error.Target)));
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_any_more_is_not_sent()
    {
        await using var fixture = new ProviderFixture(Wire.Json(200, Responses.ComfyCreated));
        var submission = fixture.Submission(ComfyOperations.Faithful);
        using var holder = new FileStream(submission.Source.Path!, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var held = await Assert.ThrowsAsync<InvalidImageException>(() => fixture.Comfy.SubmitAsync(submission, fixture.Observer, CancellationToken.None).SoonAsync());

        Assert.Equal(ErrorIds.ImageNotReadable, held.Error.Id);
    }

    private static string Fields(WireRequest request) =>
        "{" + string.Join(',', request.Json.EnumerateObject().Where(member => member.Name != "image").Select(member => $"{JsonSerializer.Serialize(member.Name)}:{member.Value.GetRawText()}")) + "}";
}
