using SkinEnhance.Core.Platform;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Tests.Transport;

/// <summary>A redirect of a result is followed over http and https, never to a weaker scheme, and never from outside to inside.</summary>
public class RedirectRuleTests
{
    [Theory]
    [InlineData("https://a.example/x", "https://b.example/y")]
    [InlineData("http://a.example/x", "https://b.example/y")]
    [InlineData("http://a.example/x", "http://b.example/y")]
    [InlineData("https://a.example/x", "/y")]
    [InlineData("http://127.0.0.1:81/x", "http://localhost:82/y")]
    [InlineData("http://10.1.2.3/x", "http://10.1.2.4/y")]
    [InlineData("https://a.example/x", "https://172.32.0.1/y")]
    [InlineData("https://a.example/x", "https://8.8.8.8/y")]
    public void What_leads_on_is_followed(string from, string location)
    {
        Assert.Null(RedirectRule.Refusal(ExactUri.TryCreate(from)!, location, out var next));
        Assert.Equal(new Uri(new Uri(from), location).AbsoluteUri, next.AbsoluteUri);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "only http and https")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=", "only http and https")]
    [InlineData("\\\\server\\share\\a.png", "only http and https")]
    [InlineData("javascript:alert(1)", "only http and https")]
    [InlineData("ftp://b.example/y", "only http and https")]
    [InlineData("https://", "only http and https")]
    [InlineData("https://b.example:99999/", "only http and https")]
    [InlineData("http://b.example/y", "from https to http at 'b.example'")]
    [InlineData("https://localhost/y", "'localhost'")]
    [InlineData("https://127.0.0.1/y", "'127.0.0.1'")]
    [InlineData("https://127.1/y", "127.0.0.1")]
    [InlineData("https://[::1]/y", "::1")]
    [InlineData("https://[::ffff:127.0.0.1]/y", "inside this computer")]
    [InlineData("https://[fe80::1]/y", "inside this computer")]
    [InlineData("https://169.254.169.254/latest", "'169.254.169.254'")]
    [InlineData("https://192.168.0.1/y", "'192.168.0.1'")]
    [InlineData("https://172.16.0.1/y", "'172.16.0.1'")]
    [InlineData("https://0.0.0.0/y", "'0.0.0.0'")]
    [InlineData(" ", "has no address")]
    [InlineData(null, "has no address")]
    public void What_leads_astray_is_refused_with_the_rule(string? location, string why)
    {
        var refusal = RedirectRule.Refusal(ExactUri.TryCreate("https://a.example/x")!, location, out var next);

        Assert.Contains(why, refusal, StringComparison.Ordinal);
        Assert.Equal("https://a.example/x", next.AbsoluteUri);
    }

    [Fact]
    public void A_refusal_shows_neither_a_query_nor_data()
    {
        var from = ExactUri.TryCreate("https://a.example/x")!;

        Assert.DoesNotContain("secret", RedirectRule.Refusal(from, "ftp://b.example/y?sig=secret", out _), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", RedirectRule.Refusal(from, "data:image/png;base64,secret", out _), StringComparison.Ordinal);
    }
}
