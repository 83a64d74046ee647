using System.Net.Http.Headers;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Providers.Comfy;

/// <summary>Comfy's proxy to Freepik/Magnific (docs/providers.md, section 1).</summary>
public sealed class ComfyProvider : IEnhanceProvider, IImageStorage, IDisposable
{
    private const string Root = "proxy/freepik/v1/ai/";

    private readonly ProviderSettings _settings;
    private readonly ResilienceOptions _options;
    private readonly ApiClient _api;
    private readonly ComfyStorage _storage;

    /// <summary>Creates the provider.</summary>
    /// <param name="settings">Address and key.</param>
    /// <param name="options">Time limits and retries; the defaults when null.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="connections">The connections; null for connections of its own.</param>
    public ComfyProvider(ProviderSettings settings, ResilienceOptions? options = null, TimeProvider? time = null, ConnectionPool? connections = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _options = options ?? new ResilienceOptions();
        _api = new ApiClient(Name, settings, _options, time ?? TimeProvider.System, Authorize, connections);
        _storage = new ComfyStorage(_api, _options, time ?? TimeProvider.System, connections);
    }

    /// <summary>Its row in <see cref="ProviderRegistry"/>.</summary>
    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = ComfyOperations.ProviderName,
        KeyVariable = ComfyOperations.KeyVariable,
        AddressVariable = ComfyOperations.AddressVariable,
        DefaultAddress = new Uri("https://api.comfy.org/"),
        KnowsIdempotencyKeys = true,
        Operations = ComfyOperations.All,
        Create = static (settings, options, time, connections) => new ComfyProvider(settings, options, time, connections),
    };

    /// <inheritdoc/>
    public string Name => ComfyOperations.ProviderName;

    /// <inheritdoc/>
    public string EndpointIdentity => _settings.EndpointIdentity(Descriptor.DefaultAddress);

    /// <inheritdoc/>
    public IReadOnlyList<OperationDescriptor> Operations => ComfyOperations.All;

    /// <inheritdoc/>
    public bool KnowsIdempotencyKeys => Descriptor.KnowsIdempotencyKeys;

    /// <inheritdoc/>
    public bool TellsAccountLimit => true;

    /// <summary>0.1 s, so that short tasks end soon; the proxy documents no interval, and the poller polls long tasks less often.</summary>
    public TimeSpan MinimumPollInterval => _settings.PollInterval ?? TimeSpan.FromSeconds(0.1);

    /// <summary>0.5 s, so that hundreds of new tasks at once stay within <see cref="QueryLimits"/>; or the user's setting.</summary>
    public TimeSpan InitialPollInterval => _settings.PollInterval ?? TimeSpan.FromSeconds(0.5);

    /// <summary>The limits of the service behind the proxy, which documents none: 50 per second over 5 s and 10 per second over 2 min
    /// (docs/providers.md, section 2).</summary>
    public IReadOnlyList<RateLimit> QueryLimits { get; } = [new(250, TimeSpan.FromSeconds(5)), new(1200, TimeSpan.FromMinutes(2))];

    /// <inheritdoc/>
    public void CheckSettings() => _settings.Check();

    /// <inheritdoc/>
    public Task<ProviderTaskState> SubmitAsync(ProviderSubmission submission, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        var request = new ApiRequest
        {
            Method = HttpMethod.Post,
            Path = Root + SubmitPath(submission.Operation),
            Target = submission.Source.ToString(),
            AttemptTimeout = _options.UploadTimeout(submission.StoredImage is null ? (submission.Image?.Length ?? 0) / 3 * 4 : 0),
            CreateBody = () => ComfyBody.Create(submission),
            IsPaid = true,
            ResendAmbiguous = submission.ResendAmbiguous,
            IdempotencyKey = submission.IdempotencyKey,
            RenewIdempotencyKey = submission.RenewIdempotencyKey,
            Permit = submission.Permit,
        };
        return _api.SendAsync(request, Read, observer, cancellationToken);

        AttemptOutcome<ProviderTaskState> Read(ApiResponse response)
        {
            var outcome = ComfyResponse.ReadSubmission(response);
            var (limit, remaining) = ComfyResponse.ReadAccount(response);
            if (limit is not null || remaining is not null)
            {
                submission.Permit.ReportAccountLimit(limit, remaining, outcome.Classification == RetryClassification.Success);
            }

            return outcome;
        }
    }

    /// <inheritdoc/>
    public Task<StoredImage> StoreAsync(ProviderSubmission submission, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        return _storage.StoreAsync(submission, observer, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ProviderTaskState> QueryAsync(string statusRoute, string taskId, IEnhanceObserver observer, CancellationToken cancellationToken) =>
        _api.SendAsync(CreateQuery($"{Root}{statusRoute}/{Uri.EscapeDataString(taskId)}", taskId), ComfyResponse.ReadQuery, observer, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CreditBalance>> GetBalanceAsync(IEnhanceObserver observer, CancellationToken cancellationToken) =>
        await _api.SendAsync(CreateQuery("customers/balance", Name), ComfyResponse.ReadBalance, observer, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose()
    {
        _storage.Dispose();
        _api.Dispose();
    }

    private static string SubmitPath(OperationDescriptor operation) => operation.StatusRoute switch
    {
        ComfyOperations.SkinStatusRoute => $"{operation.StatusRoute}/{operation.CommandName}",
        _ => operation.StatusRoute,
    };

    private static void Authorize(HttpRequestMessage message, string key)
    {
        if (key.StartsWith("comfyui-", StringComparison.Ordinal))
        {
            message.Headers.Add("X-API-Key", key);
        }
        else
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    private ApiRequest CreateQuery(string path, string target) => new()
    {
        Method = HttpMethod.Get,
        Path = path,
        Target = target,
        AttemptTimeout = _options.QueryTimeout,
    };
}
