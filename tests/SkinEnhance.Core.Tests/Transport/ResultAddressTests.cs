using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Transport;

/// <summary>The address of a result is sent unchanged, along redirects too, and its query is never shown.</summary>
public class ResultAddressTests
{
    private const string Signed = "a%7Eb%2Dc%2f/../r.png?X-Sig=x%2By+z%7e%3D&expires=1";

    private static readonly byte[] Png = TestImage.Png();

    [Fact]
    public async Task A_signed_address_is_sent_unchanged()
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, Png));

        var saved = await fixture.SaveAsync(fixture.Completed() with { ResultUri = [new Uri(fixture.Server.Address + Signed)] });

        Assert.Null(saved.Error);
        Assert.Equal("/" + Signed, Assert.Single(fixture.Server.Requests).Target);
        Assert.Equal(fixture.Server.Address + Signed, saved.ResultUri[0].OriginalString);
    }

    [Theory]
    [InlineData("ä é.png?s=ü", "/%C3%A4%20%C3%A9.png?s=%C3%BC")]
    [InlineData("r.png?a=b#part", "/r.png?a=b")]
    [InlineData("r.png?a=b\r\nHost: other", "/r.png?a=b%0D%0AHost:%20other")]
    public async Task Only_characters_that_are_invalid_in_a_request_line_are_escaped(string address, string target)
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, Png));

        Assert.Null((await fixture.SaveAsync(fixture.Completed() with { ResultUri = [new Uri(fixture.Server.Address + address)] })).Error);
        Assert.Equal(target, Assert.Single(fixture.Server.Requests).Target);
    }

    [Theory]
    [InlineData("{0}" + Signed, "/" + Signed)]
    [InlineData("/" + Signed, "/" + Signed)]
    [InlineData(Signed, "/folder%7E/" + Signed)]
    [InlineData("?x=%7E", "/folder%7E/r.png?x=%7E")]
    [InlineData("/ä?b=ö", "/%C3%A4?b=%C3%B6")]
    public async Task A_redirect_is_followed_letter_by_letter(string location, string target)
    {
        DownloadFixture? fixture = null;
        await using var opened = fixture = new DownloadFixture(
            async exchange =>
            {
                var to = string.Format(System.Globalization.CultureInfo.InvariantCulture, location, fixture!.Server.Address);
                await exchange.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"));
            },
            Wire.Bytes(200, Png));

        var saved = await fixture.SaveAsync(fixture.Completed() with { ResultUri = [new Uri(fixture.Server.Address + "folder%7E/r.png?sig=1")] });

        Assert.Null(saved.Error);
        Assert.Equal(target, fixture.Server.Requests[1].Target);
    }

    [Theory]
    [InlineData("file:///etc/hosts", "'file:///etc/hosts'")]
    [InlineData("data:image/png;base64,AAAA", "'data:image/png;base64'")]
    [InlineData("\\\\host\\share", "'\\\\host\\share'")]
    [InlineData("http://", "'http://'")]
    [InlineData("https://host:99999/", "'https://host:99999/'")]
    [InlineData("", "no address")]
    public async Task A_redirect_that_is_not_followed_is_refused_with_the_reason(string location, string why)
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(302, [], $"Location: {location}"));

        var failed = await fixture.SaveAsync("r.png?sig=opens-it");

        Assert.Equal((ErrorIds.ResultAddressRefused, EnhanceTaskStatus.Completed), (failed.ErrorId, failed.Status));
        Assert.Contains(why, failed.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("opens-it", failed.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Folder.Files);
    }

    [Fact]
    public async Task A_redirect_without_a_location_is_refused_with_the_reason()
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(307, []));

        var failed = await fixture.SaveAsync("r.png");

        Assert.Equal(ErrorIds.ResultAddressRefused, failed.ErrorId);
        Assert.Contains("has no address", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/hosts")]
    [InlineData("ftp://host/r.png")]
    [InlineData("r.png")]
    public async Task An_address_that_cannot_be_downloaded_from_is_refused_and_not_unexpected(string address)
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, Png));

        var failed = await fixture.SaveAsync(fixture.Completed() with { ResultUri = [new Uri(address, UriKind.RelativeOrAbsolute)] });

        Assert.Equal(ErrorIds.ResultAddressRefused, failed.ErrorId);
    }

    public static TheoryData<string, WireStep[]> Failures => new()
    {
        { ErrorIds.DownloadFailed, [Wire.Html(503)] },
        { ErrorIds.DownloadFailed, [Wire.Html(403)] },
        { ErrorIds.DownloadFailed, [Wire.Bytes(200, Png[..30])] },
        { ErrorIds.DownloadFailed, [Wire.Reset()] },
        { ErrorIds.ResultNotAnImage, [Wire.Html(200)] },
        { ErrorIds.ResultAddressRefused, [Wire.Bytes(302, [], "Location: ftp://host/x?opens-it")] },
        { ErrorIds.DownloadTooLarge, [Wire.Bytes(200, Png)] },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task The_query_of_an_address_is_in_no_message_and_no_line(string id, WireStep[] steps)
    {
        await using var fixture = new DownloadFixture(steps);
        var task = fixture.Completed() with { ResultUri = [new Uri($"http://user:opens-it@127.0.0.1:{fixture.Server.Address.Port}/r.png?sig=opens-it#opens-it")] };

        var failed = await fixture.Client.SaveAsync(
            task, new SaveOptions(fixture.Folder.Path) { MaximumBytes = id == ErrorIds.DownloadTooLarge ? 10 : 1_000_000 }, fixture.Observer).SoonAsync();

        Assert.Equal(id, failed.ErrorId);
        Assert.Contains("/r.png", fixture.Observer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("opens-it", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("opens-it", fixture.Observer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("opens-it", failed.ResultUri.ToString(), StringComparison.Ordinal);
        Assert.Contains("opens-it", failed.ResultUri[0].OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_a_source_is_shown_without_its_query()
    {
        var address = new Uri("https://user:opens-it@host.example/r%7E.png?sig=opens-it");

        Assert.Equal("https://host.example/r%7E.png", ImageSource.FromResult(address, new ResultOrigin("task", "face", null)).ToString());
        Assert.Equal("https://host.example/r%7E.png", ImageSource.FromUri(address).ToString());
        Assert.Equal(address, ImageSource.FromUri(address).Uri);
    }

    [Fact]
    public async Task A_destination_that_fails_shows_no_query_either()
    {
        await using var fixture = new DownloadFixture(Wire.Bytes(200, Png));
        var folder = fixture.Folder.In("out");
        Directory.CreateDirectory(folder);
        fixture.Observer.OnLine = _ => File.WriteAllBytes(Path.Combine(folder, "face-retouch.png"), [1]);

        var failed = await fixture.Client.SaveAsync(fixture.Completed("r.png?sig=opens-it"), new SaveOptions(folder), fixture.Observer).SoonAsync();

        Assert.Equal(ErrorIds.OutputExists, failed.ErrorId);
        Assert.Contains($"{fixture.Server.Address}r.png", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("opens-it", failed.Message, StringComparison.Ordinal);
    }
}
