using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Tests.Support;
using SkinEnhance.Core.Transport;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.EndToEnd;

/// <summary>The whole engine before the emulated services, on one clock that skips the waits of both.</summary>
internal sealed class EmulatorFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _sources = new();
    private readonly TemporaryFolder _home = new();

    internal EmulatorFixture(
        Func<TimeProvider, EmulatorOptions>? emulator = null, ResilienceOptions? options = null, string? comfyKey = null, bool keepsLedger = false)
    {
        Ledger = keepsLedger ? new SubmissionLedger(_home.Path, "here", Time) : null;
        Emulator = ProviderEmulator.Start(emulator?.Invoke(Time) ?? new EmulatorOptions { TimeProvider = Time });
        var settings = new EnhanceSettings(
            new ProviderSettings("Comfy", Emulator.ComfyAddress, "the test's key of Comfy", () => comfyKey ?? Emulator.ComfyKey),
            new ProviderSettings("AILab", Emulator.AILabAddress, "the test's key of AILab", () => Emulator.AILabKey));
        Client = EnhanceClient.Create(settings, options ?? ProviderFixture.Options, Time, Ledger);
    }

    internal SkippingTime Time { get; } = new();

    internal ProviderEmulator Emulator { get; }

    internal EnhanceClient Client { get; }

    internal SubmissionLedger? Ledger { get; }

    internal RecordingObserver Observer { get; } = new();

    internal TemporaryFolder Folder { get; } = new();

    /// <summary>The submissions that arrived.</summary>
    internal IReadOnlyList<RecordedRequest> Submissions => Of(FaultTarget.Submit);

    internal IReadOnlyList<RecordedRequest> Of(FaultTarget target) => [.. Emulator.Record.Requests.Where(request => request.Target == target)];

    internal string Image(byte[] bytes, string name = "face.jpg") => _sources.Add(name, bytes);

    internal EnhanceRequest Request(string operation, byte[]? image = null, params (string Name, object? Value)[] parameters)
    {
        var given = parameters.ToDictionary(pair => pair.Name, pair => pair.Value);
        if (operation == "SmartSkinAdvanced" && given.Count == 0)
        {
            given["acne_removal"] = true;
        }

        return new EnhanceRequest { Source = ImageSource.FromPath(Image(image ?? TestImage.Jpeg())), Operation = operation, Parameters = given };
    }

    internal Task<List<EnhanceTask>> RunAsync(IEnumerable<EnhanceRequest> requests, Func<BatchOptions, BatchOptions>? change = null)
    {
        var options = new BatchOptions { Save = new SaveOptions(Folder.Path) };
        return Client.RunAsync(requests, change?.Invoke(options) ?? options, Observer).ToListAsync().AsTask().SoonAsync();
    }

    internal async Task<EnhanceTask> RunAsync(string operation, Func<BatchOptions, BatchOptions>? change = null, byte[]? image = null) =>
        Assert.Single(await RunAsync([Request(operation, image)], change));

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Emulator.DisposeAsync();
        _sources.Dispose();
        _home.Dispose();
        Folder.Dispose();
    }
}
