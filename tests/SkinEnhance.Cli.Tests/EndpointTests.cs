using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

/// <summary>Tasks of another endpoint than the current one.</summary>
public sealed class EndpointTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();
    private readonly ProviderEmulator _other = ProviderEmulator.Start(new EmulatorOptions { TaskTime = TimeSpan.Zero });

    public async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task Wait_skips_them_and_reports_it()
    {
        var id = await SubmitToOtherEndpointAsync();

        Assert.Equal(0, await _fixture.RunAsync("wait"));
        Assert.Contains($"Not polled: 1 task at {_other.ComfyAddress}", _fixture.Error, StringComparison.Ordinal);
        Assert.Equal("No task is in progress.", _fixture.ErrorLines[^1]);

        Assert.Equal(2, await _fixture.RunAsync("wait", id));
        Assert.Contains("[EndpointDiffers]", _fixture.Error, StringComparison.Ordinal);
        Assert.Empty(_fixture.Emulator.Record.Requests);
    }

    [Fact]
    public async Task Tasks_lists_them_separately_and_does_not_poll_them()
    {
        var id = await SubmitToOtherEndpointAsync();
        _fixture.Folder.Add("b.png", Samples.Png);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "b.png", "--no-wait"));

        Assert.Equal(0, await _fixture.RunAsync("tasks", "--refresh"));

        var lines = _fixture.OutputLines[^3..];
        Assert.Contains("b.png", lines[0], StringComparison.Ordinal);
        Assert.Equal($"At {_other.ComfyAddress}, which is not the current base address:", lines[1]);
        Assert.Contains(id, lines[2], StringComparison.Ordinal);
        Assert.Equal(1, _fixture.Emulator.Record.Requests.Count(request => request.Target == FaultTarget.Status));

        Assert.Equal(0, await _fixture.RunAsync("tasks", "--json"));
        Assert.Contains($"\"endpoint\":\"{_other.ComfyAddress}\"", _fixture.Output, StringComparison.Ordinal);
    }

    private async Task<string> SubmitToOtherEndpointAsync()
    {
        var here = _fixture.Variables[ComfyOperations.AddressVariable];
        _fixture.Variables[ComfyOperations.AddressVariable] = _other.ComfyAddress.AbsoluteUri;
        _fixture.Folder.Add("a.jpg", Samples.Jpeg);
        Assert.Equal(0, await _fixture.RunAsync("enhance", "a.jpg", "--no-wait"));
        _fixture.Variables[ComfyOperations.AddressVariable] = here;
        return Assert.Single(_other.Record.Tasks).TaskId;
    }
}
