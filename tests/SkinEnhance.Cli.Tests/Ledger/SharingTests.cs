using System.Text.Json;
using SkinEnhance.Cli.Tests.Support;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Providers.Comfy;
using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>Two processes with one ledger.</summary>
public sealed class SharingTests : IAsyncDisposable
{
    private const int Count = 40;
    private const int Limit = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly ProviderEmulator _emulator = ProviderEmulator.Start(new EmulatorOptions { TaskTime = TimeSpan.Zero });

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("one host", "one host")]
    [InlineData("one host", "another host")]
    public async Task Two_processes_on_the_same_images_share_the_work(string first, string second)
    {
        for (var number = 0; number < Count; number++)
        {
            _folder.Add($"in/{number}.png", TestImage.Png(padding: 3000, seed: number));
        }

        // No response is sent before both have sent their first image, so that both run at the same time.
        _emulator.Faults.Add(Fault.Hang(FaultTarget.Submit) with { Times = 2 });
        using var one = Start(first);
        using var other = Start(second);
        await _emulator.Record.WaitForRequestAsync(_ => _emulator.Record.Requests.Count(request => request.Fault == nameof(Fault.Hang)) == 2)
            .WaitAsync(TimeSpan.FromSeconds(60));
        _emulator.Faults.ReleaseHangs();

        var ends = await Task.WhenAll(one.ExitAsync(), other.ExitAsync());

        Assert.Equal((Count, Count), (_emulator.Record.BilledCount, _emulator.Record.Tasks.DistinctBy(task => task.ImageSha256).Count()));
        foreach (var (code, output, error) in ends)
        {
            Assert.True(code == 0, error);
            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
            Assert.Equal(Count, lines.DistinctBy(line => line.GetProperty("source").GetString()).Count());
            Assert.All(lines, line => Assert.Equal("Completed", line.GetProperty("status").GetString()));
        }

        Assert.Equal(Count, _folder.FilesBelow("out").Length);
        Assert.DoesNotContain(_folder.FilesBelow("home"), file => file.EndsWith(".claim", StringComparison.Ordinal));
    }

    private CliProcess Start(string host) => CliProcess.Start(
        _folder.Path,
        new Dictionary<string, string?>
        {
            [SubmissionLedger.HomeVariable] = _folder.In("home"),
            [SubmissionLedger.HostVariable] = host,
            [ComfyOperations.AddressVariable] = _emulator.ComfyAddress.AbsoluteUri,
            [ComfyOperations.KeyVariable] = _emulator.ComfyKey,
        },
        "enhance",
        "in",
        "--destination",
        "out",
        "--limit",
        $"{Limit}",
        "--json");
}
