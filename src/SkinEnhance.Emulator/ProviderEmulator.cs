using System.Net;
using SkinEnhance.Emulator.AILab;
using SkinEnhance.Emulator.Comfy;
using SkinEnhance.Emulator.Files;
using SkinEnhance.Emulator.Http;
using SkinEnhance.Emulator.Tasks;

namespace SkinEnhance.Emulator;

/// <summary>
/// Comfy's proxy to Freepik (Magnific) and AILab Tools on loopback, in this process, so that everything can be tried without a key and
/// without cost. It does not change pixels: a result is the image that was sent, with a note in its metadata.
/// </summary>
/// <remarks>
/// It validates keys and requests as strictly as the published contracts allow, and produces scripted faults (<see cref="Faults"/>).
/// Uploads are in a private temporary folder until it is disposed.
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
        var tasks = new TaskStore(Record, Faults, _clock, results);
        var storage = new ComfyStorage(Address, _clock);
        _services =
        [
            new ComfyApi(options, tasks, storage, results, Faults),
            new AILabApi(options, tasks, results, Faults),
            new FilesApi(storage, results),
            new HomePage(Introduction()),
        ];
        _pipeline = new RequestPipeline(Faults, new BodyReader(_spool), options.MaxRequestBytes);
    }

    /// <summary>The emulator's address, such as <c>http://127.0.0.1:41234/</c>.</summary>
    public Uri Address => _server.Address;

    /// <summary>The base address of the emulated Comfy; the same origin as <see cref="AILabAddress"/>, because their paths are distinct.</summary>
    public Uri ComfyAddress => Address;

    /// <summary>The base address of the emulated AILab Tools.</summary>
    public Uri AILabAddress => Address;

    /// <summary>The key for Comfy.</summary>
    public string ComfyKey { get; }

    /// <summary>The key for AILab.</summary>
    public string AILabKey { get; }

    /// <summary>Address and key of each emulated provider.</summary>
    public IReadOnlyList<EmulatedAccount> Accounts => [new("Comfy", ComfyAddress, ComfyKey), new("AILab", AILabAddress, AILabKey)];

    /// <summary>The received requests and accepted tasks.</summary>
    public EmulatorRecord Record { get; }

    /// <summary>The scripted faults.</summary>
    public FaultScript Faults { get; } = new();

    /// <summary>Starts an emulator.</summary>
    /// <param name="options">The options; the defaults when null.</param>
    /// <returns>The running emulator.</returns>
    /// <exception cref="HttpListenerException">The port is in use.</exception>
    public static ProviderEmulator Start(EmulatorOptions? options = null)
    {
        options ??= new EmulatorOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TaskTime, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SynchronousTime, TimeSpan.Zero, nameof(options));
        var emulator = new ProviderEmulator(options, LoopbackServer.Bind(options.Port));
        emulator._server.Run(emulator.ServeAsync);
        return emulator;
    }

    /// <summary>Resets all requests and closes the port. It may be called again.</summary>
    public void Stop() => _server.Stop();

    /// <summary>Stops, and deletes all uploads.</summary>
    public void Dispose()
    {
        _server.Dispose();
        _spool.Dispose();
    }

    /// <summary>Stops, waits until the last request has ended, and deletes all uploads.</summary>
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
            // A defect of the emulator, or of a fault's condition, must fail the test instead of hanging it.
            exchange.Note(seen => seen with { Fault = $"emulator error: {e}" });
            await exchange.SendAsync(Response.Text(500, $"The emulator failed: {e}"), long.MaxValue, stop).ConfigureAwait(false);
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

/// <summary>Address and key of one emulated provider.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Address">The base address.</param>
/// <param name="Key">The accepted key.</param>
public sealed record EmulatedAccount(string Provider, Uri Address, string Key);

/// <summary>The providers' names in the record.</summary>
internal static class ProviderNames
{
    public const string Comfy = "comfy";
    public const string AILab = "ailab";
}
