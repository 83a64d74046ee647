using System.Net;
using System.Security.Cryptography;
using SkinEnhance.Core.Images;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.Emulator;

public class AILabRoutesTests
{
    [Fact]
    public async Task Smart_skin_answers_with_the_address_of_a_result()
    {
        await using var bench = new Bench();
        var image = TestImage.Jpeg(640, 480);
        using var form = Bench.Form(image, "a.jpg", "image/jpeg", ("retouch_degree", "0.5"), ("whitening_degree", "1.5"));

        using var response = await bench.AILabAsync(HttpMethod.Post, Bench.SmartSkin, form);
        var answer = await Bench.ReadJsonAsync(response);

        Assert.Equal(0, (int)answer["error_code"]!);
        Assert.Equal(string.Empty, (string?)answer["error_detail"]!["code"]);
        Assert.NotNull(answer["request_id"]);
        using var stream = new MemoryStream(await bench.Client.GetByteArrayAsync((string)answer["data"]!["image_url"]!));
        Assert.Equal((640, 480), ImageHeader.Read(stream) is var read ? (read.Width, read.Height) : default);
        var task = Assert.Single(bench.Emulator.Record.Tasks);
        Assert.Equal(("smart-skin", 5.0, "COMPLETED"), (task.Operation, task.CreditsBilled, task.Status));
        Assert.Equal("0.5", task.Parameters["retouch_degree"]);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(image)).ToLowerInvariant(), task.ImageSha256);
    }

    [Fact]
    public async Task Smart_skin_takes_the_time_it_is_told_to()
    {
        await using var bench = new Bench(clock => new EmulatorOptions { TimeProvider = clock, SynchronousTime = TimeSpan.FromSeconds(30) });
        var pending = bench.SmartSkinAsync();
        await bench.Emulator.Record.WaitForRequestAsync(request => request.Billed);
        Assert.False(pending.IsCompleted);

        // The delay may begin a moment after the billing, so the clock moves until it was seen.
        while (!pending.IsCompleted)
        {
            bench.Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        using var response = await pending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task An_advanced_task_is_queued_then_processed_then_completed()
    {
        await using var bench = new Bench();
        var id = await bench.AdvancedTaskAsync();

        Assert.Equal(0, (int)(await bench.QueryAsync(id))["task_status"]!);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (int)(await bench.QueryAsync(id))["task_status"]!);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        var completed = await bench.QueryAsync(id);

        Assert.Equal(2, (int)completed["task_status"]!);
        var url = (string)Assert.Single(completed["data"]!["result_urls"]!.AsArray())!;
        Assert.NotEmpty(await bench.Client.GetByteArrayAsync(url));
        Assert.Equal(15, bench.Emulator.Record.BilledCredits("ailab"));
    }

    [Fact]
    public async Task A_call_that_sets_no_flag_is_billed_for_nothing()
    {
        await using var bench = new Bench();
        using var response = await bench.AILabAsync(HttpMethod.Post, Bench.Advanced, Bench.Form(TestImage.WebpLossless(), "a.webp", "image/webp"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(15, bench.Emulator.Record.BilledCredits("ailab"));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("bmp")]
    public async Task An_enlargement_answers_with_data_url(string format)
    {
        await using var bench = new Bench();
        using var form = format == "bmp"
            ? Bench.Form(TestImage.Bmp(), "a.bmp", "image/bmp", ("upscale_factor", "4"), ("mode", "base"))
            : Bench.Form(TestImage.Png(), "a.png", "image/png", ("output_format", "jpg"), ("output_quality", "30"));

        using var response = await bench.AILabAsync(HttpMethod.Post, Bench.Enlargement, form);

        var url = (string)(await Bench.ReadJsonAsync(response))["data"]!["url"]!;
        using var stream = new MemoryStream(await bench.Client.GetByteArrayAsync(url));
        Assert.Equal(200, ImageHeader.Read(stream).Width);
    }

    [Fact]
    public async Task Credits_fall_until_a_429_says_that_none_are_left()
    {
        await using var bench = new Bench(clock => new EmulatorOptions { TimeProvider = clock, AILabCredits = 7 });
        using var first = await bench.SmartSkinAsync();
        using var second = await bench.SmartSkinAsync();
        using var credits = await bench.AILabAsync(HttpMethod.Get, "api/common/query-credits");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal("ERROR_NOT_ENOUGH_CREDITS", (string?)(await Bench.ReadJsonAsync(second))["error_detail"]!["code"]);
        var pool = Assert.Single((await Bench.ReadJsonAsync(credits))["data"]!.AsArray())!;
        Assert.Equal(("common", 2.0), ((string)pool["unique_sign"]!, (double)pool["balance"]!));
    }

    [Fact]
    public async Task A_task_and_its_results_are_gone_after_their_lifetime()
    {
        await using var bench = new Bench(clock => new EmulatorOptions { TimeProvider = clock, ResultLifetime = TimeSpan.FromHours(24) });
        var id = await bench.AdvancedTaskAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(2));
        var url = (string)(await bench.QueryAsync(id))["data"]!["result_urls"]![0]!;
        bench.Clock.Advance(TimeSpan.FromHours(25));

        using var result = await bench.Client.GetAsync(url);

        Assert.Equal(HttpStatusCode.Gone, result.StatusCode);
        Assert.Equal("ERROR_RESOURCE_RECLAIMED", (string?)(await bench.QueryAsync(id))["error_detail"]!["code"]);
        Assert.Equal("ERROR_RESOURCE_RECLAIMED", (string?)(await bench.QueryAsync("never-was"))["error_detail"]!["code"]);
    }
}
