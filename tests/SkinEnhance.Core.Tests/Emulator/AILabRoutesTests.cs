using System.Net;
using System.Security.Cryptography;
using SkinEnhance.Core.Images;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Emulator;

public class AILabRoutesTests
{
    [Fact]
    public async Task The_response_of_smart_skin_has_the_address_of_a_result()
    {
        await using var fixture = new ServerFixture();
        var image = TestImage.Jpeg(640, 480);
        using var form = ServerFixture.Form(image, "a.jpg", "image/jpeg", ("retouch_degree", "0.5"), ("whitening_degree", "1.5"));

        using var response = await fixture.AILabAsync(HttpMethod.Post, ServerFixture.SmartSkin, form);
        var body = await ServerFixture.ReadJsonAsync(response);

        Assert.Equal(0, (int)body["error_code"]!);
        Assert.Equal(string.Empty, (string?)body["error_detail"]!["code"]);
        Assert.NotNull(body["request_id"]);
        using var stream = new MemoryStream(await fixture.Client.GetByteArrayAsync((string)body["data"]!["image_url"]!));
        Assert.Equal((640, 480), ImageHeader.Read(stream) is var read ? (read.Width, read.Height) : default);
        var task = Assert.Single(fixture.Emulator.Record.Tasks);
        Assert.Equal(("smart-skin", 5.0, "COMPLETED"), (task.Operation, task.CreditsBilled, task.Status));
        Assert.Equal("0.5", task.Parameters["retouch_degree"]);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(image)).ToLowerInvariant(), task.ImageSha256);
    }

    [Fact]
    public async Task Smart_skin_takes_the_configured_time()
    {
        await using var fixture = new ServerFixture(clock => new EmulatorOptions { TimeProvider = clock, SynchronousTime = TimeSpan.FromSeconds(30) });
        var pending = fixture.SmartSkinAsync();
        await fixture.Emulator.Record.WaitForRequestAsync(request => request.Billed);
        Assert.False(pending.IsCompleted);

        // The delay may begin a moment after the billing, so the clock moves until it was seen.
        while (!pending.IsCompleted)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        using var response = await pending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task An_advanced_task_is_queued_then_processed_then_completed()
    {
        await using var fixture = new ServerFixture();
        var id = await fixture.AdvancedTaskAsync();

        Assert.Equal(0, (int)(await fixture.QueryAsync(id))["task_status"]!);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (int)(await fixture.QueryAsync(id))["task_status"]!);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        var completed = await fixture.QueryAsync(id);

        Assert.Equal(2, (int)completed["task_status"]!);
        var url = (string)Assert.Single(completed["data"]!["result_urls"]!.AsArray())!;
        Assert.NotEmpty(await fixture.Client.GetByteArrayAsync(url));
        Assert.Equal(15, fixture.Emulator.Record.BilledCredits("ailab"));
    }

    [Fact]
    public async Task A_call_that_sets_no_flag_is_billed_for_nothing()
    {
        await using var fixture = new ServerFixture();
        using var response = await fixture.AILabAsync(HttpMethod.Post, ServerFixture.Advanced, ServerFixture.Form(TestImage.WebpLossless(), "a.webp", "image/webp"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(15, fixture.Emulator.Record.BilledCredits("ailab"));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("bmp")]
    public async Task The_response_of_an_enlargement_has_a_data_url(string format)
    {
        await using var fixture = new ServerFixture();
        using var form = format == "bmp"
            ? ServerFixture.Form(TestImage.Bmp(), "a.bmp", "image/bmp", ("upscale_factor", "4"), ("mode", "base"))
            : ServerFixture.Form(TestImage.Png(), "a.png", "image/png", ("output_format", "jpg"), ("output_quality", "30"));

        using var response = await fixture.AILabAsync(HttpMethod.Post, ServerFixture.Enlargement, form);

        var url = (string)(await ServerFixture.ReadJsonAsync(response))["data"]!["url"]!;
        using var stream = new MemoryStream(await fixture.Client.GetByteArrayAsync(url));
        Assert.Equal(200, ImageHeader.Read(stream).Width);
    }

    [Fact]
    public async Task Credits_fall_until_a_429_without_credits()
    {
        await using var fixture = new ServerFixture(clock => new EmulatorOptions { TimeProvider = clock, AILabCredits = 7 });
        using var first = await fixture.SmartSkinAsync();
        using var second = await fixture.SmartSkinAsync();
        using var credits = await fixture.AILabAsync(HttpMethod.Get, "api/common/query-credits");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal("ERROR_NOT_ENOUGH_CREDITS", (string?)(await ServerFixture.ReadJsonAsync(second))["error_detail"]!["code"]);
        var pool = Assert.Single((await ServerFixture.ReadJsonAsync(credits))["data"]!.AsArray())!;
        Assert.Equal(("common", 2.0), ((string)pool["unique_sign"]!, (double)pool["balance"]!));
    }

    [Fact]
    public async Task A_task_and_its_results_are_gone_after_their_lifetime()
    {
        await using var fixture = new ServerFixture(clock => new EmulatorOptions { TimeProvider = clock, ResultLifetime = TimeSpan.FromHours(24) });
        var id = await fixture.AdvancedTaskAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        var url = (string)(await fixture.QueryAsync(id))["data"]!["result_urls"]![0]!;
        fixture.Clock.Advance(TimeSpan.FromHours(25));

        using var result = await fixture.Client.GetAsync(url);

        Assert.Equal(HttpStatusCode.Gone, result.StatusCode);
        Assert.Equal("ERROR_RESOURCE_RECLAIMED", (string?)(await fixture.QueryAsync(id))["error_detail"]!["code"]);
        Assert.Equal("ERROR_RESOURCE_RECLAIMED", (string?)(await fixture.QueryAsync("never-was"))["error_detail"]!["code"]);
    }
}
