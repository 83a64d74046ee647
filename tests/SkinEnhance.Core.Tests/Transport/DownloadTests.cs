using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Transport;

/// <summary>A paid result is saved completely, or the reason is reported and no partial file remains.</summary>
public class DownloadTests
{
    private static readonly byte[] Png = TestImage.Png(padding: 100_000);

    private static readonly Dictionary<string, WireStep> Passing = new()
    {
        ["reset"] = Wire.Reset(),
        ["close"] = Wire.Close(),
        ["408"] = Wire.Html(408),
        ["425"] = Wire.Html(425),
        ["429"] = Wire.Html(429),
        ["500"] = Wire.Html(500),
        ["502"] = Wire.Html(502),
        ["503"] = Wire.Html(503),
        ["504"] = Wire.Html(504),
        ["cut-off"] = Wire.CutOff(200, Png[..5000], missing: 7),
        ["broken-off"] = Wire.BreakOff(200, Png[..5000], missing: 100_000, Task.CompletedTask),
        ["nothing"] = Wire.Bytes(200, []),
        ["half-head"] = async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-"u8.ToArray());
            exchange.Close();
        },
        ["bad-chunk"] = async exchange =>
        {
            await exchange.WriteAsync((byte[])[.. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100\r\n"u8, .. Png[..256], .. "\r\nno number\r\n"u8]);
            exchange.Close();
        },
        ["chunks-without-end"] = async exchange =>
        {
            await exchange.WriteAsync((byte[])[.. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100\r\n"u8, .. Png[..256], .. "\r\n"u8]);
            exchange.Close();
        },
    };

    public static TheoryData<string> PassingNames => [.. Passing.Keys];

    [Theory]
    [MemberData(nameof(PassingNames))]
    public async Task What_may_pass_is_tried_again_from_the_beginning(string mishap)
    {
        await using var fixture = new DownloadFixture(Passing[mishap], Passing[mishap], Wire.Bytes(200, Png));

        var saved = await fixture.SaveAsync("r.png");

        Assert.Null(saved.Error);
        Assert.Equal([fixture.Folder.In("face-retouch.png")], saved.OutputPath);
        Assert.Equal(Png, await File.ReadAllBytesAsync(saved.OutputPath[0]));
        Assert.Equal(["face-retouch.png"], fixture.Folder.Files);
    }

    [Theory]
    [MemberData(nameof(PassingNames))]
    public async Task A_failure_in_six_attempts_is_reported_and_leaves_nothing(string mishap)
    {
        await using var fixture = new DownloadFixture(Passing[mishap]);

        var failed = await fixture.SaveAsync("r.png");

        Assert.Equal(ErrorIds.DownloadFailed, failed.ErrorId);
        Assert.Equal(EnhanceTaskStatus.Completed, failed.Status);
        Assert.Contains(fixture.Result("r.png").AbsoluteUri, failed.Message, StringComparison.Ordinal);
        Assert.Contains("6 attempts", failed.Message, StringComparison.Ordinal);
        Assert.Equal(6, fixture.Observer.Verbose.Count(line => line.StartsWith("GET", StringComparison.Ordinal)));
        Assert.Equal("request-1", failed.RequestId);
        Assert.Empty(failed.OutputPath);
        Assert.Empty(fixture.Folder.Files);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>please log in</body></html>")]
    [InlineData("{\"error\":\"expired\"}")]
    [InlineData("x")]
    public async Task A_page_instead_of_the_image_is_not_saved(string page)
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, System.Text.Encoding.ASCII.GetBytes(page), "Content-Type: text/html"));

        var failed = await fixture.SaveAsync("r.png");

        Assert.Equal(ErrorIds.ResultNotAnImage, failed.ErrorId);
        Assert.Contains("text/html", failed.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Folder.Files);
    }

    [Fact]
    public async Task A_host_that_stops_sending_is_retried()
    {
        var silent = new TaskCompletionSource();
        await using var fixture = new DownloadFixture(Wire.BreakOff(200, Png[..5000], missing: 1000, silent.Task), Wire.Bytes(200, Png));
        var save = fixture.SaveAsync("r.png");
        await fixture.Server.RequestAsync(1);
        fixture.Time.Advance(ProviderFixture.Options.DownloadStallTimeout);

        Assert.Null((await save).Error);
        Assert.Equal(2, fixture.Server.Requests.Count);
        Assert.Equal(["face-retouch.png"], fixture.Folder.Files);
    }

    [Fact]
    public async Task A_host_that_never_responds_is_retried()
    {
        await using var fixture = new DownloadFixture(Wire.Stall(), Wire.Bytes(200, Png));
        var save = fixture.SaveAsync("r.png");
        await fixture.Server.RequestAsync(1);
        fixture.Time.Advance(ProviderFixture.Options.DownloadStallTimeout);

        Assert.Null((await save).Error);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("1", 1)]
    [InlineData("150", 150)]
    public async Task The_retry_after_of_a_host_is_respected(string header, int seconds)
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(503, [], $"Retry-After: {header}"), Wire.Bytes(200, Png));

        Assert.Null((await fixture.SaveAsync("r.png")).Error);
        Assert.Equal([TimeSpan.FromSeconds(seconds)], fixture.Time.Skipped);
    }

    [Fact]
    public async Task A_longer_wait_than_is_borne_fails_at_once()
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(503, [], "Retry-After: 151"));

        Assert.Equal(ErrorIds.DownloadFailed, (await fixture.SaveAsync("r.png")).ErrorId);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task Retries_can_be_disabled()
    {
        await using var fixture = new DownloadFixture(ProviderFixture.Options with { DownloadRetries = 0 }, Wire.Html(503));

        Assert.Equal(ErrorIds.DownloadFailed, (await fixture.SaveAsync("r.png")).ErrorId);
        Assert.Single(fixture.Server.Requests);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_result_that_is_gone_is_fetched_from_a_fresh_address_when_the_task_has_one(int status)
    {
        await using var fixture = new DownloadFixture(async exchange =>
            await (exchange.Request.Target.StartsWith("/old", StringComparison.Ordinal) ? Wire.Html(status) : Wire.Bytes(200, Png))(exchange));
        fixture.Provider.OnQuery = (id, _, _) =>
            Task.FromResult(new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.Completed, ResultUri = [fixture.Result("fresh.png?sig=2")] });

        var saved = await fixture.SaveAsync("old.png?sig=1");

        Assert.Null(saved.Error);
        Assert.Equal(["/old.png?sig=1", "/fresh.png?sig=2"], fixture.Server.Requests.Select(request => request.Target).Distinct());
        Assert.Equal([fixture.Result("fresh.png?sig=2")], saved.ResultUri);
        Assert.Equal(["face-retouch.png"], fixture.Folder.Files);
    }

    [Fact]
    public async Task A_fresh_address_that_is_gone_too_ends_it()
    {
        await using var fixture = new DownloadFixture(Wire.Html(404));
        fixture.Provider.OnQuery = (id, number, _) =>
            Task.FromResult(new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.Completed, ResultUri = [fixture.Result($"fresh-{number}.png")] });

        Assert.Equal(ErrorIds.DownloadFailed, (await fixture.SaveAsync("r.png")).ErrorId);
        Assert.Equal(1, fixture.Provider.Queried);
        Assert.Equal(["/r.png", "/fresh-1.png"], fixture.Server.Requests.Select(request => request.Target).Distinct());
    }

    [Fact]
    public async Task Several_results_are_numbered_each_with_the_extension_of_its_bytes()
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, TestImage.Png()), Wire.Bytes(200, TestImage.Jpeg()), Wire.Bytes(200, TestImage.WebpLossy()));

        var saved = await fixture.SaveAsync("a.bmp", "b.bmp", "c.bmp");

        Assert.Null(saved.Error);
        Assert.Equal(["face-retouch-1.png", "face-retouch-2.jpg", "face-retouch-3.webp"], saved.OutputPath.Select(Path.GetFileName));
        Assert.Equal(["face-retouch-1.png", "face-retouch-2.jpg", "face-retouch-3.webp"], fixture.Folder.Files);
    }

    [Fact]
    public async Task Results_saved_before_a_failure_are_kept_and_reported()
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, Png), Wire.Html(400));

        var failed = await fixture.SaveAsync("a.png", "b.png");

        Assert.Equal(ErrorIds.DownloadFailed, failed.ErrorId);
        Assert.Equal(["face-retouch-1.png"], failed.OutputPath.Select(Path.GetFileName));
        Assert.Equal(["face-retouch-1.png"], fixture.Folder.Files);
    }

    [Theory]
    [InlineData("face-retouch.png")]
    [InlineData("face-retouch.webp")]
    [InlineData("face-retouch-1.jpg")]
    public async Task An_existing_result_is_kept_and_nothing_is_downloaded(string existing)
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, Png));
        fixture.Folder.Add(existing, "mine"u8.ToArray());

        var refused = await fixture.SaveAsync("r.png");

        Assert.Equal((ErrorIds.OutputExists, fixture.Folder.In(existing)), (refused.ErrorId, refused.Error!.Target));
        Assert.Empty(fixture.Server.Requests);
        Assert.Equal("mine", await File.ReadAllTextAsync(fixture.Folder.In(existing)));
    }

    [Fact]
    public async Task An_existing_result_is_replaced_when_forced()
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, Png));
        fixture.Folder.Add("face-retouch.png", "mine"u8.ToArray());

        Assert.Null((await fixture.SaveAsync(fixture.Completed("r.png"), force: true)).Error);
        Assert.Equal(Png, await File.ReadAllBytesAsync(fixture.Folder.In("face-retouch.png")));
        Assert.Equal(["face-retouch.png"], fixture.Folder.Files);
    }

    [Fact]
    public async Task A_file_that_appears_during_the_download_is_kept()
    {
        var arrived = new TaskCompletionSource();
        await using var fixture = new DownloadFixture(Wire.After(arrived.Task, Wire.Bytes(200, Png)));
        var save = fixture.SaveAsync("r.png");
        await fixture.Server.RequestAsync(1);
        fixture.Folder.Add("face-retouch.png", "somebody else's"u8.ToArray());
        arrived.SetResult();

        Assert.Equal(ErrorIds.OutputExists, (await save).ErrorId);
        Assert.Equal("somebody else's", await File.ReadAllTextAsync(fixture.Folder.In("face-retouch.png")));
        Assert.Equal(["face-retouch.png"], fixture.Folder.Files);
    }

    [Fact]
    public async Task A_destination_that_is_a_file_is_refused_before_anything_is_downloaded()
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, Png));
        var file = fixture.Folder.Add("not-a-folder", [1]);

        var refused = await fixture.Client.SaveAsync(fixture.Completed("r.png"), new SaveOptions(file));

        Assert.Equal(ErrorIds.DestinationNotWritable, refused.ErrorId);
        Assert.Empty(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_cancelled_download_ends_at_once_and_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        await using var fixture = new DownloadFixture(Wire.BreakOff(200, Png[..5000], missing: 1000, never.Task));
        var save = fixture.SaveAsync(fixture.Completed("r.png"), cancellationToken: cancel.Token);
        await fixture.Server.RequestAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => save);
        Assert.Empty(fixture.Folder.Files);
    }

    [Fact]
    public async Task No_key_goes_to_a_result_address_nor_along_a_redirect()
    {
        await using var elsewhere = new ScriptedServer(Wire.Bytes(200, Png));
        await using var server = new ScriptedServer(Wire.Redirect(new Uri(elsewhere.Address, "real.png")));
        await using var fixture = new ProviderFixture(
            Wire.Json(200, Responses.ComfyCreated), Wire.Json(200, $$"""{"status":"COMPLETED","generated":["{{server.Address}}r.png"]}"""));
        await using var client = new EnhanceClient([fixture.Comfy, fixture.AILab], ProviderFixture.Options, fixture.Time);
        using var folder = new TemporaryFolder();
        var request = new EnhanceRequest { Source = ImageSource.FromPath(fixture.Image(TestImage.Jpeg())), Operation = "Faithful" };

        var saved = Assert.Single(await client.RunAsync([request], new BatchOptions { Save = new SaveOptions(folder.Path) }).ToListAsync());

        Assert.Null(saved.Error);
        Assert.Equal(["/real.png"], elsewhere.Requests.Select(got => got.Target));
        foreach (var header in server.Requests.Concat(elsewhere.Requests).SelectMany(got => got.Headers))
        {
            Assert.DoesNotContain("comfyui-secret-1", header.Value, StringComparison.Ordinal);
            Assert.DoesNotContain(header.Key, (string[])["X-API-Key", "Authorization", "ailabapi-api-key", "Cookie"], StringComparer.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task An_endless_redirect_is_an_error()
    {
        await using var fixture = new DownloadFixture(async exchange => await Wire.Redirect(new Uri($"http://{exchange.Request.Header("Host")}/again"))(exchange));

        var failed = await fixture.SaveAsync("r.png");

        Assert.Equal(ErrorIds.ResultAddressRefused, failed.ErrorId);
        Assert.Contains("in a row", failed.Message, StringComparison.Ordinal);
        Assert.Equal(6, fixture.Server.Requests.Count);
    }

    [Theory]
    [InlineData(EnhanceTaskStatus.InProgress, ErrorIds.ResultNotReady)]
    [InlineData(EnhanceTaskStatus.Failed, ErrorIds.TaskFailed)]
    [InlineData(EnhanceTaskStatus.Completed, ErrorIds.ResultMissing)]
    public async Task A_task_without_results_is_not_said_to_be_saved(EnhanceTaskStatus status, string id)
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, Png));
        var failure = new EnhanceError { Id = ErrorIds.TaskFailed, Message = "it failed" };
        var task = fixture.Completed() with { Status = status, Error = status == EnhanceTaskStatus.Failed ? failure : null };

        var saved = await fixture.SaveAsync(task);

        Assert.Equal(id, saved.ErrorId);
        Assert.Equal(status, saved.Status);
        Assert.Empty(fixture.Folder.Files);
    }

    [Fact]
    public async Task The_signature_of_an_address_is_kept_out_of_the_log()
    {
        await using var fixture = new DownloadFixture(Wire.Html(503), Wire.Bytes(200, Png));
        await fixture.SaveAsync("r.png?X-Signature=opens-it");

        Assert.NotEmpty(fixture.Observer.Verbose);
        Assert.DoesNotContain("opens-it", fixture.Observer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_with_only_an_id_is_saved_under_the_id()
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, Png));

        var saved = await fixture.SaveAsync(fixture.Completed("r.png") with { Source = null, SourcePath = null });

        Assert.Equal(["task-retouch.png"], saved.OutputPath.Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("sub/deeper", "sub/deeper")]
    [InlineData("../../up", "up")]
    [InlineData("/absolute", "absolute")]
    [InlineData("NUL/a:b", "_NUL/a_b")]
    public async Task The_folder_structure_is_kept_and_never_left(string relative, string expected)
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, Png));

        var saved = await fixture.SaveAsync(fixture.Completed("r.png") with { RelativeFolder = relative });

        Assert.Null(saved.Error);
        Assert.Equal([expected + "/face-retouch.png"], fixture.Folder.Files);
    }
}
