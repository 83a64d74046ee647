using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

public sealed class BalanceTests : IAsyncDisposable
{
    private readonly CliFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task It_shows_every_service()
    {
        Assert.Equal(0, await _fixture.RunAsync("balance"));

        Assert.Equal(["Comfy  account  100000 credits, 473.93 USD", "AILab  common  100000 credits, 270.00 USD"], _fixture.OutputLines);
    }

    [Fact]
    public async Task It_shows_one_service()
    {
        Assert.Equal(0, await _fixture.RunAsync("balance", "ailab"));

        Assert.StartsWith("AILab  ", Assert.Single(_fixture.OutputLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_without_a_key_is_skipped_if_another_responds()
    {
        _fixture.Variables[ComfyOperations.KeyVariable] = null;

        Assert.Equal(0, await _fixture.RunAsync("balance"));

        Assert.StartsWith("AILab  ", Assert.Single(_fixture.OutputLines), StringComparison.Ordinal);
        Assert.Empty(_fixture.Error);
    }

    [Fact]
    public async Task A_specified_service_requires_its_key()
    {
        _fixture.Variables[ComfyOperations.KeyVariable] = null;

        Assert.Equal(2, await _fixture.RunAsync("balance", "comfy"));
        Assert.Contains(ComfyOperations.KeyVariable, _fixture.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_does_not_respond_is_exit_code_1()
    {
        _fixture.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Account, 500) with { Times = 10 });

        Assert.Equal(1, await _fixture.RunAsync("balance", "comfy"));
        Assert.StartsWith("Failed: ", _fixture.ErrorLines[^2], StringComparison.Ordinal);
    }
}
