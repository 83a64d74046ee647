using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Tests.Support;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Tests.Transport;

public sealed class ProxyTests
{
    private const string Password = "open-sesame";

    private static readonly Uri Service = new("https://service.example/");

    [Fact]
    public async Task A_proxy_that_refuses_is_one_error_that_stops_the_batch_and_shows_no_password()
    {
        await using var proxy = new ScriptedServer(Wire.Json(407, "{}", "Proxy-Authenticate: Basic endpoint=\"office\""));

        var refused = await FailAsync(new ProxySettings($"http://me:{Password}@127.0.0.1:{proxy.Address.Port}", "-Proxy"));

        Assert.Equal((ErrorIds.ProxyRefused, true), (refused.Error.Id, refused.Error.StopsBatch));
        Assert.Contains("407", refused.Message, StringComparison.Ordinal);
        Assert.All(proxy.Requests, request => Assert.Equal(("CONNECT", "service.example:443"), (request.Method, request.Target)));
        Assert.DoesNotContain(Password, Shown.Of(refused), StringComparison.Ordinal);

        // One request without credentials, one with them, and no more.
        Assert.Equal([null, $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"me:{Password}"))}"], proxy.Requests.Select(request => request.Header("Proxy-Authorization")));
    }

    [Fact]
    public async Task An_unreachable_proxy_is_a_failed_connection_without_its_password()
    {
        await using var nobody = new ScriptedServer(open: false);

        var failed = await FailAsync(new ProxySettings($"http://me:{Password}@127.0.0.1:{nobody.Address.Port}", "-Proxy"));

        Assert.Equal(ErrorIds.ConnectionFailed, failed.Error.Id);
        Assert.DoesNotContain(Password, Shown.Of(failed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_on_this_computer_needs_no_proxy()
    {
        await using var nobody = new ScriptedServer(open: false);
        await using var service = new ScriptedServer(Wire.Json(200, """{"data":[{"unique_sign":"common","balance":5}]}"""));
        using var connections = new ConnectionPool(new ProxySettings(nobody.Address.AbsoluteUri, "-Proxy"));
        using var provider = Provider(service.Address, connections);

        Assert.Equal(5, Assert.Single(await provider.GetBalanceAsync(new RecordingObserver(), CancellationToken.None).SoonAsync()).Credits);
    }

    [Theory]
    [InlineData("http://proxy.example:8080", "http://proxy.example:8080/", null, null)]
    [InlineData("http://me:p%40ss@proxy.example:8080", "http://proxy.example:8080/", "me", "p@ss")]
    [InlineData(" SOCKS5://me@proxy.example:1080 ", "socks5://proxy.example:1080/", "me", "")]
    public void User_and_password_are_removed_from_the_address(string text, string address, string? user, string? password)
    {
        var proxy = new ProxySettings(text, "-Proxy");

        Assert.Equal((address, user, password), (proxy.Address.AbsoluteUri, proxy.Credential?.UserName, proxy.Credential?.Password));
    }

    [Theory]
    [InlineData("socks5h://me:open-sesame@127.0.0.1:9")]
    [InlineData("ftp://me:open-sesame@proxy.example")]
    [InlineData("proxy.example")]
    [InlineData("/me:open-sesame@proxy")]
    [InlineData("")]
    public void A_text_that_is_not_a_proxy_is_refused_without_repeating_it(string text)
    {
        var refused = Assert.Throws<InvalidSettingException>(() => new ProxySettings(text, "-Proxy"));

        Assert.Equal((ErrorIds.ProxyNotAccepted, "-Proxy"), (refused.Error.Id, refused.Error.Target));
        Assert.DoesNotContain(Password, Shown.Of(refused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTPS_PROXY", "socks5h://me:open-sesame@127.0.0.1:9", "with socks5 the proxy resolves host names")]
    [InlineData("https_proxy", "ftp://proxy.example", "its scheme is 'ftp'")]
    [InlineData("ALL_PROXY", "socks5h://127.0.0.1:9", "the environment variable ALL_PROXY")]
    public void A_proxy_of_the_environment_that_the_platform_misreads_is_refused(string variable, string value, string part)
    {
        var refused = Assert.Throws<InvalidSettingException>(() => ProxySettings.CheckEnvironment(Service, Read));

        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, Shown.Of(refused), StringComparison.Ordinal);
        ProxySettings.CheckEnvironment(new Uri("http://127.0.0.1/"), Read);

        string? Read(string name) => name == variable ? value : null;
    }

    [Theory]
    [InlineData("http://me:open-sesame@proxy.example:8080")]
    [InlineData("proxy.example:8080")]
    [InlineData("socks5://proxy.example:1080")]
    [InlineData("")]
    public void A_proxy_of_the_environment_that_the_platform_supports_is_accepted(string value) =>
        ProxySettings.CheckEnvironment(Service, name => name == "HTTPS_PROXY" ? value : null);

    private static async Task<EnhanceException> FailAsync(ProxySettings proxy)
    {
        using var connections = new ConnectionPool(proxy);
        using var provider = Provider(Service, connections);
        return await Assert.ThrowsAnyAsync<EnhanceException>(() => provider.GetBalanceAsync(new RecordingObserver(), CancellationToken.None).SoonAsync());
    }

    private static AILabProvider Provider(Uri address, ConnectionPool connections) =>
        new(new ProviderSettings("AILab", address, "the test's key", () => "key-of-the-test"), ProviderFixture.Options, new SkippingTime(), connections);
}
