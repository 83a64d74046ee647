using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Core.Providers.Comfy;

namespace SkinEnhance.Cli.Tests;

public sealed class TlsTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [LinuxFact]
    public async Task Polls_use_http_2_if_the_server_offers_it_and_images_do_not()
    {
        var trusted = _fixture.Folder.In("trusted.pem");
        await using var relay = await TlsRelay.StartAsync(_fixture.Emulator.ComfyAddress, trusted);
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        var variables = new Dictionary<string, string?>(_fixture.Variables)
        {
            [ComfyOperations.AddressVariable] = relay.Address.AbsoluteUri,
            ["SSL_CERT_FILE"] = trusted,
        };
        using var process = CliProcess.Start(_fixture.Folder.Path, variables, "enhance", "a.jpg", "--destination", "out");

        var (code, _, error) = await process.ExitAsync();

        Assert.Equal((0, string.Empty), (code, error));
        Assert.Equal(["HTTP/1.1"], Protocols("POST"));
        Assert.Equal(["HTTP/2"], Protocols("GET"));

        IEnumerable<string> Protocols(string method) => relay.Seen.Where(request => request.Method == method).Select(request => request.Protocol).Distinct();
    }
}
