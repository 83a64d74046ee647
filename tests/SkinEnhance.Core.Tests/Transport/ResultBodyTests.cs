using System.IO.Compression;
using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Transport;

/// <summary>What is saved is a whole image, whatever the connection, the codings and the host do to its bytes.</summary>
public class ResultBodyTests
{
    private static readonly Dictionary<string, byte[]> Images = new()
    {
        ["png"] = TestImage.Png(padding: 100_000),
        ["jpeg"] = Samples.Jpeg,
        ["webp"] = File.ReadAllBytes(Samples.Images.First(path => path.EndsWith(".webp", StringComparison.Ordinal))),
        ["gif"] = TestImage.Gif(),
    };

    private static byte[] Png => Images["png"];

    public static TheoryData<string> Names => [.. Images.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Half_a_body_without_a_length_is_tried_again(string name)
    {
        var image = Images[name];
        await using var fixture = new DownloadFixture(UntilClosed(image[..(image.Length / 2)]), UntilClosed(image[..^1]), UntilClosed(image));

        var saved = await fixture.SaveAsync("r");

        Assert.Null(saved.Error);
        Assert.Equal(3, fixture.Server.Requests.Count);
        Assert.Equal(image, await File.ReadAllBytesAsync(Assert.Single(saved.OutputPath)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Half_an_image_is_never_saved_however_complete_its_transfer(string name)
    {
        var image = Images[name];
        await using var fixture = new DownloadFixture(Wire.Bytes(200, image[..(image.Length / 2)]));

        var failed = await fixture.SaveAsync("r");

        Assert.Equal((ErrorIds.DownloadFailed, EnhanceTaskStatus.Completed), (failed.ErrorId, failed.Status));
        Assert.Contains($"{image.Length / 2} bytes", failed.Message, StringComparison.Ordinal);
        Assert.Empty(failed.OutputPath);
        Assert.Empty(fixture.Folder.Files);
    }

    [Fact]
    public async Task A_part_of_an_image_whose_format_has_no_end_is_not_saved()
    {
        var image = CaseFile.Read("portrait.heic");
        await using var fixture = new DownloadFixture(
            Wire.Bytes(206, image[..2000], $"Content-Range: bytes 0-1999/{image.Length}"), Wire.Bytes(200, image));

        var saved = await fixture.SaveAsync("r");

        Assert.Equal((2, null), (fixture.Server.Requests.Count, saved.ErrorId));
        Assert.Equal(image, await File.ReadAllBytesAsync(Assert.Single(saved.OutputPath)));
    }

    [Fact]
    public async Task A_part_that_is_the_complete_image_is_saved()
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(206, Png, $"Content-Range: bytes 0-{Png.Length - 1}/{Png.Length}"));

        Assert.Null((await fixture.SaveAsync("r")).Error);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bytes_behind_the_end_are_saved_with_the_image(string name)
    {
        byte[] image = [.. Images[name], .. "and a film"u8];
        await using var fixture = new DownloadFixture(UntilClosed(image));

        var saved = await fixture.SaveAsync("r");

        Assert.Equal(image, await File.ReadAllBytesAsync(Assert.Single(saved.OutputPath)));
    }

    [Fact]
    public async Task A_connection_that_is_reset_behind_the_end_has_brought_the_image()
    {
        var isThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var fixture = new DownloadFixture(async exchange =>
        {
            await exchange.WriteAsync((byte[])[.. "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8, .. Png]);
            await isThere.Task.WaitAsync(exchange.Stop);
            exchange.Reset();
        });

        // Each piece that is written moves the deadline.
        fixture.Time.OnWait = _ =>
        {
            if (fixture.Folder.Files.Any(file => new FileInfo(fixture.Folder.In(file)).Length == Png.Length))
            {
                isThere.TrySetResult();
            }
        };

        Assert.Null((await fixture.SaveAsync("r")).Error);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task A_tiff_needs_a_length_because_it_has_no_end_marker()
    {
        byte[] tiff = [.. TestImage.Tiff(), .. new byte[200]];
        await using var fixture = new DownloadFixture(UntilClosed(tiff), Wire.Bytes(200, tiff));

        var saved = await fixture.SaveAsync("r");

        Assert.Null(saved.Error);
        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    public static TheoryData<string> Codings => ["gzip", "x-gzip", "GZIP", "br", "deflate", "deflate-raw", "gzip, br", "identity", "identity, gzip"];

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task A_coding_that_was_not_requested_is_decoded_before_the_check(string codings)
    {
        var coded = Code(Png, codings);
        var header = $"Content-Encoding: {codings.Replace("-raw", string.Empty, StringComparison.Ordinal)}";
        await using var fixture = new DownloadFixture(Wire.Bytes(200, coded, header));

        var saved = await fixture.SaveAsync("r");

        Assert.Null(saved.Error);
        Assert.Equal(Png, await File.ReadAllBytesAsync(Assert.Single(saved.OutputPath)));
        Assert.Equal("identity", fixture.Server.Requests[0].Header("Accept-Encoding"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task A_coding_that_is_none_is_passed_over(string coding)
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, Png, $"Content-Encoding: {coding}"));

        var saved = await fixture.SaveAsync("r");

        Assert.Null(saved.Error);
        Assert.Equal(Png, await File.ReadAllBytesAsync(Assert.Single(saved.OutputPath)));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_coded_body_that_is_cut_is_tried_again(string coding)
    {
        var coded = Code(Images["jpeg"], coding);
        var header = $"Content-Encoding: {coding}";
        await using var fixture = new DownloadFixture(
            Wire.CutOff(200, coded[..(coded.Length / 2)], missing: 9, header),
            UntilClosed(coded[..(coded.Length / 2)], header),
            Wire.Bytes(200, coded, header));

        var saved = await fixture.SaveAsync("r");

        Assert.Null(saved.Error);
        Assert.Equal(Images["jpeg"], await File.ReadAllBytesAsync(Assert.Single(saved.OutputPath)));
    }

    [Fact]
    public async Task A_page_instead_of_the_image_is_retried()
    {
        await using var fixture = new DownloadFixture(Wire.Html(200), Wire.Html(200), Wire.Bytes(200, Png));

        Assert.Null((await fixture.SaveAsync("r")).Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_larger_than_allowed_is_neither_saved_nor_retried(bool isAnnounced)
    {
        await using var fixture = new DownloadFixture(isAnnounced ? Wire.Bytes(200, Png) : UntilClosed(Png));

        var failed = await fixture.Client.SaveAsync(fixture.Completed("r?sig=1"), new SaveOptions(fixture.Folder.Path) { MaximumBytes = Png.Length - 1 }, fixture.Observer);

        Assert.Equal((ErrorIds.DownloadTooLarge, EnhanceTaskStatus.Completed), (failed.ErrorId, failed.Status));
        Assert.Contains($"{Png.Length - 1}", failed.Message, StringComparison.Ordinal);
        Assert.Single(fixture.Server.Requests);
        Assert.Empty(fixture.Folder.Files);

        var saved = await fixture.Client.SaveAsync(fixture.Completed("r?sig=1"), new SaveOptions(fixture.Folder.Path) { MaximumBytes = Png.Length }, fixture.Observer);
        Assert.Null(saved.Error);
    }

    [Fact]
    public async Task A_small_body_that_unpacks_without_end_is_stopped_at_the_cap()
    {
        var bomb = Code([.. TestImage.Png()[..^12], .. new byte[3_000_000]], "gzip");
        Assert.True(bomb.Length < 200_000);
        await using var fixture = new DownloadFixture(Wire.Bytes(200, bomb, "Content-Encoding: gzip"));

        var failed = await fixture.Client.SaveAsync(fixture.Completed("r"), new SaveOptions(fixture.Folder.Path) { MaximumBytes = 1_000_000 }, fixture.Observer);

        Assert.Equal(ErrorIds.DownloadTooLarge, failed.ErrorId);
        Assert.Empty(fixture.Folder.Files);
    }

    [Fact]
    public async Task A_slow_body_is_an_error_by_its_rate_although_it_never_stalls()
    {
        // Half an hour between two pieces: it never stalls for the allowed hour.
        var options = ProviderFixture.Options with { MinimumDownloadRate = 1000, DownloadRetries = 0 };
        var advance = () => { };
        await using var fixture = new DownloadFixture(options, async exchange =>
        {
            await exchange.WriteAsync(WireExchange.Head(200, Png.Length));
            for (var at = 0; at < Png.Length - 100; at += 100)
            {
                await exchange.WriteAsync(Png.AsMemory(at, 100));
                advance();
            }
        });
        advance = () => fixture.Time.Advance(TimeSpan.FromMinutes(30));

        var failed = await fixture.SaveAsync("r");

        Assert.Equal(ErrorIds.DownloadFailed, failed.ErrorId);
        Assert.Contains("too slow", failed.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Folder.Files);
    }

    [Fact]
    public async Task A_body_without_end_is_stopped_at_the_cap()
    {
        var endless = new byte[64 * 1024];
        await using var fixture = new DownloadFixture(async exchange =>
        {
            await exchange.WriteAsync((byte[])[.. "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8, .. Png]);
            while (true)
            {
                await exchange.WriteAsync(endless);
            }
        });

        var failed = await fixture.Client.SaveAsync(fixture.Completed("r"), new SaveOptions(fixture.Folder.Path) { MaximumBytes = 5_000_000 }, fixture.Observer).SoonAsync();

        Assert.Equal(ErrorIds.DownloadTooLarge, failed.ErrorId);
        Assert.Empty(fixture.Folder.Files);
    }

    /// <summary>Sends a body that ends with the connection.</summary>
    private static WireStep UntilClosed(byte[] body, params string[] headers) => async exchange =>
    {
        await exchange.ReadBodyAsync();
        var head = $"HTTP/1.1 200 OK\r\nConnection: close\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n";
        await exchange.WriteAsync((byte[])[.. System.Text.Encoding.ASCII.GetBytes(head), .. body]);
        exchange.Close();
    };

    private static byte[] Code(byte[] bytes, string codings)
    {
        foreach (var coding in codings.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries).Where(coding => coding != "identity"))
        {
            using var coded = new MemoryStream();
            using (var stream = coding switch
            {
                "br" => new BrotliStream(coded, CompressionLevel.Fastest, leaveOpen: true),
                "deflate" => new ZLibStream(coded, CompressionLevel.Fastest, leaveOpen: true),
                "deflate-raw" => (Stream)new DeflateStream(coded, CompressionLevel.Fastest, leaveOpen: true),
                _ => new GZipStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            })
            {
                stream.Write(bytes);
            }

            bytes = coded.ToArray();
        }

        return bytes;
    }
}
