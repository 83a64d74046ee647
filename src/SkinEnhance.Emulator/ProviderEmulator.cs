using System.Net;
using SkinEnhance.Emulator.AILab;
using SkinEnhance.Emulator.Comfy;
using SkinEnhance.Emulator.Files;
using SkinEnhance.Emulator.Http;
using SkinEnhance.Emulator.Tasks;

namespace SkinEnhance.Emulator;

/// <summary>
/// Comfy's proxy to Freepik (Magnific) and AILab Tools on loopback, in this process, so that everything can be tried without a key and
/// without cost. It enhances no pixels: a result is the image that was sent, with a note in its metadata.
/// </summary>
/// <remarks>
/// It checks keys and requests as strictly as the published contracts allow, and goes wrong on demand (<see cref="Faults"/>). Uploads lie in a
/// private temporary folder until it is disposed.
/// </remarks>
public sealed class ProviderEmulator : IAsyncDisposable, IDisposable
{
    private readonly LoopbackServer _server;
    private readonly SpoolFolder _spool;
    private readonly TimeProvider _clock;
    private readonly IReadOnlyList<Api> _services;
    private readonly RequestPipeline _pipeline;

    private ProviderEmulator(EmulatorOptions options, LoopbackServer server)
    {
        _server = server;
        _clock = options.TimeProvider;
        ComfyKey = options.ComfyKey;
        AILabKey = options.AILabKey;
        Record = new EmulatorRecord(_clock);
        _spool = new SpoolFolder();
        var results = new ResultStore(Address, _clock, options.ResultLifetime);
        var shop = new TaskShop(Record, Faults, _clock, results);
        var storage = new ComfyStorage(Address, _clock);
        _services =
        [
            new ComfyApi(options, shop, storage, results, Faults),
            new AILabApi(options, shop, results, Faults),
            new FilesApi(storage, results),
            new HomePage(Introduction()),
        ];
        _pipeline = new RequestPipeline(Faults, new BodyReader(_spool), options.MaxRequestBytes);
    }

    /// <summary>Where the emulator listens, such as <c>http://127.0.0.1:41234/</c>.</summary>
    public Uri Address => _server.Address;

    /// <summary>The base address of the emulated Comfy; the same origin as <see cref="AILabAddress"/>, for their paths do not clash.</summary>
    public Uri ComfyAddress => Address;

    /// <summary>The base address of the emulated AILab Tools.</summary>
    public Uri AILabAddress => Address;

    /// <summary>The key Comfy accepts.</summary>
    public string ComfyKey { get; }

    /// <summary>The key AILab accepts.</summary>
    public string AILabKey { get; }

    /// <summary>How each emulated provider is reached.</summary>
    public IReadOnlyList<EmulatedAccount> Accounts => [new("Comfy", ComfyAddress, ComfyKey), new("AILab", AILabAddress, AILabKey)];

    /// <summary>Everything it saw.</summary>
    public EmulatorRecord Record { get; }

    /// <summary>What is to go wrong.</summary>
    public FaultScript Faults { get; } = new();

    /// <summary>Starts an emulator.</summary>
    /// <param name="options">How it behaves; the defaults when left out.</param>
    /// <returns>The running emulator.</returns>
    /// <exception cref="HttpListenerException">The port is taken.</exception>
    public static ProviderEmulator Start(EmulatorOptions? options = null)
    {
        options ??= new EmulatorOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TaskTime, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SynchronousTime, TimeSpan.Zero, nameof(options));
        var emulator = new ProviderEmulator(options, LoopbackServer.Bind(options.Port));
        emulator._server.Run(emulator.ServeAsync);
        return emulator;
    }

    /// <summary>Resets what is under way and closes the port. It may be called again.</summary>
    public void Stop() => _server.Stop();

    /// <summary>Stops, and deletes what was uploaded.</summary>
    public void Dispose()
    {
        _server.Dispose();
        _spool.Dispose();
    }

    /// <summary>Stops, waits until the last request has ended, and deletes what was uploaded.</summary>
    /// <returns>A task that ends then.</returns>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await _server.WhenIdleAsync().ConfigureAwait(false);
        Dispose();
    }

    private async Task ServeAsync(HttpListenerContext context, CancellationToken stop)
    {
        var request = context.Request;
        var path = request.Url!.AbsolutePath;
        var route = _services.Select(service => service.Find(request.HttpMethod, path)).First(found => found is not null)!;
        var exchange = new Exchange(context, Record, _clock.GetUtcNow(), route);
        try
        {
            await _pipeline.RunAsync(exchange, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (!ConnectionReset.IsConnectionGone(e))
        {
            // A defect of the emulator, or of a fault's condition, must show in the test that met it and not hang it.
            exchange.Note(seen => seen with { Fault = $"emulator error: {e}" });
            await exchange.SendAsync(Answer.Text(500, $"The emulator failed: {e}"), long.MaxValue, stop).ConfigureAwait(false);
        }
    }

    private string Introduction() =>
        $"""
        SkinEnhance.Emulator

        Comfy's proxy to Freepik (Magnific) and AILab Tools, emulated on this machine for trying and testing without a key and without cost.
        It enhances no pixels: a result is the image that was sent, with a note in its metadata.

        To send SkinEnhance here:

          SKINENHANCE_COMFY_URI={ComfyAddress}
          COMFY_API_KEY={ComfyKey}
          SKINENHANCE_AILAB_URI={AILabAddress}
          AILAB_API_KEY={AILabKey}

        """;
}

/// <summary>How one emulated provider is reached.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Address">The base address.</param>
/// <param name="Key">The key that it accepts.</param>
public sealed record EmulatedAccount(string Provider, Uri Address, string Key);

/// <summary>What the providers are called in the record.</summary>
internal static class ProviderNames
{
    public const string Comfy = "comfy";
    public const string AILab = "ailab";
}
