using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Tests.Platform;

/// <summary>An address is sent as it was written; only characters that are invalid in a request line are escaped.</summary>
public class ExactUriTests
{
    [Theory]
    [InlineData("https://host/a%7Eb%2Dc?sig=x%2By+z%3d", "/a%7Eb%2Dc?sig=x%2By+z%3d")]
    [InlineData("https://host/a/../b/./c//d?x=/../y", "/a/../b/./c//d?x=/../y")]
    [InlineData("https://host/a?b=%e4%C4&c='(!)*~", "/a?b=%e4%C4&c='(!)*~")]
    [InlineData("https://host/ä b?c=é", "/%C3%A4%20b?c=%C3%A9")]
    [InlineData("https://host/a\r\nb?c=\u007F", "/a%0D%0Ab?c=%7F")]
    [InlineData("https://host/a?b#c?d", "/a?b")]
    [InlineData("  https://host/a ", "/a")]
    [InlineData("https://host", "/")]
    [InlineData("https://host?a=b", "/?a=b")]
    [InlineData("http://[::1]:8080/a%2f", "/a%2f")]
    [InlineData("https://host/%", "/%")]
    [InlineData("https://host/a|b^c`{d}\"<e>", "/a|b^c`{d}%22%3Ce%3E")]
    public void Path_and_query_stay_as_they_were_written(string text, string target) =>
        Assert.Equal(target, ExactUri.TryCreate(text)!.PathAndQuery);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("\\\\host\\share\\a.png")]
    [InlineData("ftp://host/a")]
    [InlineData("https://")]
    [InlineData("https://host:port/a")]
    public void A_text_that_is_not_an_http_address_is_refused(string? text) => Assert.Null(ExactUri.TryCreate(text));

    [Theory]
    [InlineData("https://other/x%7E", "https://other/x%7E")]
    [InlineData("//other/x%7E?y", "https://host/a/b%7Ec?old=%2D", "https://other/x%7E?y")]
    [InlineData("/x%2Dy?z", "https://host:8443/a/b?c", "https://host:8443/x%2Dy?z")]
    [InlineData("x%7Ey", "https://host/a%7E/b?c", "https://host/a%7E/x%7Ey")]
    [InlineData("?x=%7E", "https://host/a%7E/b?c", "https://host/a%7E/b?x=%7E")]
    [InlineData("x:y", "https://host/a", null)]
    [InlineData("./x:y", "https://host/a/b", "https://host/a/./x:y")]
    [InlineData("\\\\host\\share", "https://host/a", null)]
    [InlineData("file:///etc/passwd", "https://host/a", null)]
    public void A_redirect_is_resolved_without_a_change_to_its_letters(string location, string? current, string? expected = "")
    {
        expected = expected == string.Empty ? current : expected;

        var resolved = ExactUri.TryResolve(ExactUri.TryCreate(current)!, location);

        Assert.Equal(expected, resolved is null ? null : $"{resolved.Scheme}://{resolved.Authority}{resolved.PathAndQuery}");
    }
}
