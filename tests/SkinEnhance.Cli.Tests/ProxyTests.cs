using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Core.Providers.Comfy;

namespace SkinEnhance.Cli.Tests;

public sealed class ProxyTests : IAsyncDisposable
{
    private const string Password = "open-sesame";

    private readonly CliFixture _fixture = new();
    private readonly ScriptedServer _proxy = new(Wire.Json(407, "{}", "Proxy-Authenticate: Basic endpoint=\"office\""));

    public ProxyTests()
    {
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        _fixture.Variables[ComfyOperations.AddressVariable] = "https://service.example/";
    }

    private string Address => $"http://me:{Password}@127.0.0.1:{_proxy.Address.Port}";

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_proxy_receives_its_password_which_is_never_shown(bool isOption)
    {
        var variables = new Dictionary<string, string?>(_fixture.Variables) { ["HTTPS_PROXY"] = isOption ? "socks5h://none.example" : Address };
        string[] option = isOption ? ["--proxy", Address] : [];
        using var process = CliProcess.Start(_fixture.Folder.Path, variables, ["enhance", "a.jpg", "--destination", "out", .. option]);

        var (code, output, error) = await process.ExitAsync();

        Assert.Equal(2, code);
        Assert.Contains("[ProxyRefused]", error, StringComparison.Ordinal);
        Assert.Equal(["CONNECT", "CONNECT"], _proxy.Requests.Select(request => request.Method));
        Assert.StartsWith("Basic ", _proxy.Requests[1].Header("Proxy-Authorization"), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_behind_a_proxy_of_the_environment_has_no_password()
    {
        await using var broken = new ScriptedServer(Wire.Json(403, "{}"));
        var variables = new Dictionary<string, string?>(_fixture.Variables) { ["HTTPS_PROXY"] = $"http://me:{Password}@127.0.0.1:{broken.Address.Port}" };
        using var process = CliProcess.Start(_fixture.Folder.Path, variables, "balance");

        var (_, output, error) = await process.ExitAsync();

        Assert.Contains($"127.0.0.1:{broken.Address.Port}", error, StringComparison.Ordinal);
        Assert.Contains("403", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, output + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("socks5h://me:open-sesame@127.0.0.1:9", "socks5h")]
    [InlineData("nonsense open-sesame", "not an address")]
    public async Task An_invalid_proxy_is_exit_code_2_without_its_value(string address, string part)
    {
        Assert.Equal(2, await _fixture.RunAsync("balance", "--proxy", address));

        Assert.Contains(part, _fixture.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, _fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_scheme_in_the_environment_is_reported()
    {
        var variables = new Dictionary<string, string?>(_fixture.Variables) { ["HTTPS_PROXY"] = $"socks5h://me:{Password}@127.0.0.1:{_proxy.Address.Port}" };
        using var process = CliProcess.Start(_fixture.Folder.Path, variables, "enhance", "a.jpg", "--destination", "out");

        var (code, output, error) = await process.ExitAsync();

        Assert.Equal(2, code);
        Assert.Contains("HTTPS_PROXY", error, StringComparison.Ordinal);
        Assert.Contains("socks5h", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, output + error, StringComparison.Ordinal);
        Assert.Empty(_proxy.Requests);
    }

    [LinuxFact]
    public async Task An_untrusted_certificate_is_one_error_with_the_host_and_advice()
    {
        await using var relay = await TlsRelay.StartAsync(_fixture.Emulator.ComfyAddress, _fixture.Folder.In("trusted.pem"));
        _fixture.Variables[ComfyOperations.AddressVariable] = relay.Address.AbsoluteUri;

        Assert.Equal(2, await _fixture.RunAsync("enhance", "a.jpg", "--destination", "out"));

        Assert.Contains("no secure connection to '127.0.0.1'", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.EndsWith("[CertificateNotTrusted]", _fixture.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", _fixture.ErrorLines[1], StringComparison.Ordinal);
        Assert.Equal(0, _fixture.Emulator.Record.BilledCount);
    }
}
