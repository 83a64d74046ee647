using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests;

public sealed class BalanceTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task It_shows_every_service()
    {
        Assert.Equal(0, await _bench.RunAsync("balance"));

        Assert.Equal(["Comfy  account  100000 credits, 473.93 USD", "AILab  common  100000 credits, 270.00 USD"], _bench.OutputLines);
    }

    [Fact]
    public async Task It_shows_one_service()
    {
        Assert.Equal(0, await _bench.RunAsync("balance", "ailab"));

        Assert.StartsWith("AILab  ", Assert.Single(_bench.OutputLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_without_a_key_is_passed_over_when_another_answers()
    {
        _bench.Variables[ComfyOperations.KeyVariable] = null;

        Assert.Equal(0, await _bench.RunAsync("balance"));

        Assert.StartsWith("AILab  ", Assert.Single(_bench.OutputLines), StringComparison.Ordinal);
        Assert.Empty(_bench.Error);
    }

    [Fact]
    public async Task A_service_that_was_named_needs_its_key()
    {
        _bench.Variables[ComfyOperations.KeyVariable] = null;

        Assert.Equal(2, await _bench.RunAsync("balance", "comfy"));
        Assert.Contains(ComfyOperations.KeyVariable, _bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_exit_code_1()
    {
        _bench.Emulator.Faults.Add(Fault.StatusOn(FaultTarget.Account, 500) with { Times = 10 });

        Assert.Equal(1, await _bench.RunAsync("balance", "comfy"));
        Assert.StartsWith("Failed: ", _bench.ErrorLines[^2], StringComparison.Ordinal);
    }
}
