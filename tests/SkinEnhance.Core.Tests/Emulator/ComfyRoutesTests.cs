using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SkinEnhance.Core.Images;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Emulator;

public class ComfyRoutesTests
{
    [Theory]
    [InlineData("skin-enhancer/faithful", "skin-enhancer", """{"sharpen":1,"smart_grain":2,"skin_detail":100}""", 78.07)]
    [InlineData("skin-enhancer/flexible", "skin-enhancer", """{"sharpen":0,"optimized_for":"no_make_up"}""", 94.95)]
    [InlineData("skin-enhancer/creative", "skin-enhancer", """{"webhook_url":"https://example.com/hook"}""", 61.19)]
    [InlineData("image-upscaler", "image-upscaler", """{"scale_factor":"4x","optimized_for":"3d_renders","prompt":"x","creativity":-10,"hdr":10,"resemblance":0,"fractality":1,"engine":"magnific_sharpy"}""", 71.82)]
    [InlineData("image-upscaler-precision-v2", "image-upscaler-precision-v2", """{"scale_factor":16,"sharpen":7,"smart_grain":7,"ultra_detail":30,"flavor":"photo_denoiser"}""", 179.55)]
    public async Task A_task_goes_from_created_to_completed_and_its_result_can_be_downloaded(string operation, string statusRoute, string fields, double price)
    {
        await using var fixture = new ServerFixture();
        var image = TestImage.Png();
        var body = ServerFixture.Body(image, [.. JsonNode.Parse(fields)!.AsObject().Select(field => (field.Key, field.Value?.DeepClone()))]);

        using var submitted = await fixture.SubmitAsync($"proxy/freepik/v1/ai/{operation}", body);
        var data = (await ServerFixture.ReadJsonAsync(submitted))["data"]!;
        Assert.Equal("CREATED", (string?)data["status"]);
        Assert.Equal("2", submitted.Headers.GetValues("X-Comfy-Estimated-Duration-Seconds").Single());
        Assert.NotEmpty(submitted.Headers.GetValues("X-Comfy-Request-Id").Single());
        var id = (string)data["task_id"]!;
        Assert.True(Guid.TryParse(id, out _));

        Assert.Equal("CREATED", (string?)(await fixture.StatusDataAsync(id, statusRoute))["status"]);
        fixture.Clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal("IN_PROGRESS", (string?)(await fixture.StatusDataAsync(id, statusRoute))["status"]);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1.5));
        using var completed = await fixture.StatusAsync(id, statusRoute);
        var result = (await ServerFixture.ReadJsonAsync(completed))["data"]!;
        Assert.Equal("COMPLETED", (string?)result["status"]);
        Assert.Equal(price.ToString(System.Globalization.CultureInfo.InvariantCulture), completed.Headers.GetValues("X-Comfy-Credits-Used").Single());

        using var download = await fixture.Client.GetAsync((string)Assert.Single(result["generated"]!.AsArray())!);
        Assert.Equal("image/png", download.Content.Headers.ContentType?.MediaType);
        using var stream = new MemoryStream(await download.Content.ReadAsByteArrayAsync());
        Assert.Equal((200, 200), ImageHeader.Read(stream) is var read ? (read.Width, read.Height) : default);

        var task = Assert.Single(fixture.Emulator.Record.Tasks);
        Assert.Equal((operation, "comfy", "COMPLETED", price), (task.Operation, task.Provider, task.Status, task.CreditsBilled));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(image)).ToLowerInvariant(), task.ImageSha256);
        Assert.Equal(JsonNode.Parse(fields)!.AsObject().Count, task.Parameters.Count);
    }

    [Fact]
    public async Task A_task_of_another_status_route_and_an_unknown_one_are_not_found()
    {
        await using var fixture = new ServerFixture();
        var id = await fixture.SubmitTaskAsync();

        using var otherRoute = await fixture.StatusAsync(id, "image-upscaler");
        using var unknown = await fixture.StatusAsync(Guid.NewGuid().ToString());

        Assert.Equal(HttpStatusCode.NotFound, otherRoute.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.NotNull((await ServerFixture.ReadJsonAsync(unknown))["message"]);
    }

    [Fact]
    public async Task An_upload_is_stored_found_again_by_its_hash_and_taken_as_an_image()
    {
        await using var fixture = new ServerFixture();
        var image = TestImage.Jpeg(300, 400);
        var place = await ReserveAsync(fixture, image);
        Assert.False((bool)place["existing_file"]!);
        using var stored = await PutAsync(fixture, place, image, "image/jpeg");
        Assert.Equal(HttpStatusCode.OK, stored.StatusCode);

        Assert.Equal(image, await fixture.Client.GetByteArrayAsync((string)place["download_url"]!));
        Assert.True((bool)(await ReserveAsync(fixture, image))["existing_file"]!);
        using var submitted = await fixture.SubmitAsync(ServerFixture.Faithful, new JsonObject { ["image"] = (string)place["download_url"]! });
        Assert.Equal(HttpStatusCode.OK, submitted.StatusCode);
        var task = Assert.Single(fixture.Emulator.Record.Tasks);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(image)).ToLowerInvariant(), task.ImageSha256);
        Assert.Equal((string)place["download_url"]!, fixture.Last.ImageUrl);
    }

    [Fact]
    public async Task An_upload_with_another_type_another_hash_or_after_a_day_is_refused()
    {
        await using var fixture = new ServerFixture();
        var image = TestImage.Jpeg();
        var place = await ReserveAsync(fixture, image);

        using var otherType = await PutAsync(fixture, place, image, "image/png");
        using var otherBytes = await PutAsync(fixture, place, TestImage.Jpeg(500), "image/jpeg");
        fixture.Clock.Advance(TimeSpan.FromHours(24));
        using var tooLate = await PutAsync(fixture, place, image, "image/jpeg");

        Assert.Equal(HttpStatusCode.Forbidden, otherType.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, otherBytes.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, tooLate.StatusCode);
    }

    [Fact]
    public async Task An_address_of_the_storage_is_worth_nothing_without_its_signature()
    {
        await using var fixture = new ServerFixture();
        var image = TestImage.Jpeg();
        var place = await ReserveAsync(fixture, image);
        using var stored = await PutAsync(fixture, place, image, "image/jpeg");
        var unsigned = ((string)place["download_url"]!).Split('?')[0];

        using var put = await PutAsync(fixture, new JsonObject { ["upload_url"] = ((string)place["upload_url"]!).Split('?')[0] }, image, "image/jpeg");
        using var get = await fixture.Client.GetAsync(unsigned);
        using var submitted = await fixture.SubmitAsync(ServerFixture.Faithful, new JsonObject { ["image"] = unsigned });

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (put.StatusCode, get.StatusCode, submitted.StatusCode));
    }

    [Fact]
    public async Task An_address_of_the_storage_without_a_file_is_refused()
    {
        await using var fixture = new ServerFixture();
        var place = await ReserveAsync(fixture, TestImage.Jpeg());

        using var response = await fixture.SubmitAsync(ServerFixture.Faithful, new JsonObject { ["image"] = (string)place["download_url"]! });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, fixture.Emulator.Record.BilledCount);
    }

    [Fact]
    public async Task A_foreign_https_address_yields_a_built_in_image()
    {
        await using var fixture = new ServerFixture();
        using var submitted = await fixture.SubmitAsync(ServerFixture.Faithful, new JsonObject { ["image"] = "https://example.com/a.jpg" });
        var id = (string)(await ServerFixture.ReadJsonAsync(submitted))["data"]!["task_id"]!;
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));

        var url = (string)(await fixture.StatusDataAsync(id))["generated"]![0]!;
        using var stream = new MemoryStream(await fixture.Client.GetByteArrayAsync(url));

        Assert.Equal(ImageFormat.Png, ImageHeader.Read(stream).Format);
        Assert.Null(fixture.Emulator.Record.Tasks[0].ImageSha256);
    }

    [Fact]
    public async Task The_balance_falls_by_what_is_billed_until_nothing_is_left()
    {
        await using var fixture = new ServerFixture(clock => new EmulatorOptions { TimeProvider = clock, ComfyCredits = 211 });
        Assert.Equal(100, await BalanceAsync(fixture));

        await fixture.SubmitTaskAsync();
        await fixture.SubmitTaskAsync();
        using var third = await fixture.SubmitAsync();

        Assert.Equal(Math.Round((211 - (2 * 78.07)) / 211 * 100, 6), await BalanceAsync(fixture));
        Assert.Equal(HttpStatusCode.PaymentRequired, third.StatusCode);
        Assert.Equal("insufficient_credits", third.Headers.GetValues("X-Comfy-Error-Type").Single());
        Assert.Equal(2, fixture.Emulator.Record.BilledCount);
        Assert.Equal(156.14, fixture.Emulator.Record.BilledCredits("comfy"), 6);
    }

    [Fact]
    public async Task Results_are_gone_after_their_lifetime()
    {
        await using var fixture = new ServerFixture(clock => new EmulatorOptions { TimeProvider = clock, ResultLifetime = TimeSpan.FromHours(24) });
        var url = await fixture.FinishedComfyUrlAsync();
        using var before = await fixture.Client.GetAsync(url);

        fixture.Clock.Advance(TimeSpan.FromHours(24));
        using var after = await fixture.Client.GetAsync(url);

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, after.StatusCode);
    }

    [Fact]
    public async Task A_result_needs_the_whole_address_and_no_key()
    {
        await using var fixture = new ServerFixture();
        var url = await fixture.FinishedComfyUrlAsync();

        using var unsigned = await fixture.Client.GetAsync(url.Split('?')[0]);
        using var leaked = await fixture.ComfyAsync(HttpMethod.Get, url);

        Assert.Equal(HttpStatusCode.Forbidden, unsigned.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, leaked.StatusCode);
        Assert.Equal(fixture.Emulator.ComfyKey, fixture.Last.Headers["x-api-key"]);
    }

    private static async Task<double> BalanceAsync(ServerFixture fixture)
    {
        using var response = await fixture.ComfyAsync(HttpMethod.Get, "customers/balance");
        return (double)(await ServerFixture.ReadJsonAsync(response))["amount_micros"]!;
    }

    private static async Task<JsonNode> ReserveAsync(ServerFixture fixture, byte[] image)
    {
        var body = new JsonObject
        {
            ["file_name"] = "a portrait.jpg",
            ["content_type"] = "image/jpeg",
            ["file_hash"] = Convert.ToHexString(SHA256.HashData(image)).ToLowerInvariant(),
        };
        using var response = await fixture.SubmitAsync("customers/storage", body);
        response.EnsureSuccessStatusCode();
        return await ServerFixture.ReadJsonAsync(response);
    }

    private static Task<HttpResponseMessage> PutAsync(ServerFixture fixture, JsonNode place, byte[] image, string type)
    {
        var content = new ByteArrayContent(image);
        content.Headers.ContentType = new(type);
        return fixture.Client.PutAsync((string)place["upload_url"]!, content);
    }
}
