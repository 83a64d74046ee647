using System.Globalization;
using SkinEnhance.Core.Pricing;
using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Providers.AILab;

/// <summary>AILab Tools (docs/providers.md, section 3).</summary>
public sealed class AILabProvider : IEnhanceProvider, IDisposable
{
    private readonly ProviderSettings _settings;
    private readonly ResilienceOptions _options;
    private readonly ApiClient _api;

    /// <summary>Creates the provider.</summary>
    /// <param name="settings">Address and key.</param>
    /// <param name="options">Time limits and retries; the defaults when null.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="connections">The connections; null for connections of its own.</param>
    public AILabProvider(ProviderSettings settings, ResilienceOptions? options = null, TimeProvider? time = null, ConnectionPool? connections = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _options = options ?? new ResilienceOptions();
        _api = new ApiClient(Name, settings, _options, time ?? TimeProvider.System, static (message, key) => message.Headers.Add("ailabapi-api-key", key), connections);
    }

    /// <summary>Its row in <see cref="ProviderRegistry"/>.</summary>
    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = AILabOperations.ProviderName,
        KeyVariable = AILabOperations.KeyVariable,
        AddressVariable = AILabOperations.AddressVariable,
        DefaultAddress = new Uri("https://www.ailabapi.com/"),
        Operations = AILabOperations.All,
        Create = static (settings, options, time, connections) => new AILabProvider(settings, options, time, connections),
    };

    /// <inheritdoc/>
    public string Name => AILabOperations.ProviderName;

    /// <inheritdoc/>
    public string EndpointIdentity => _settings.EndpointIdentity(Descriptor.DefaultAddress);

    /// <inheritdoc/>
    public IReadOnlyList<OperationDescriptor> Operations => AILabOperations.All;

    /// <summary>5 s, as documented (docs/providers.md, section 3).</summary>
    public TimeSpan MinimumPollInterval => _settings.PollInterval ?? TimeSpan.FromSeconds(5);

    /// <summary>24 hours, as documented (docs/providers.md, section 3).</summary>
    public TimeSpan? ResultLifetime => TimeSpan.FromHours(24);

    /// <inheritdoc/>
    public void CheckSettings() => _settings.Check();

    /// <inheritdoc/>
    public async Task<ProviderTaskState> SubmitAsync(ProviderSubmission submission, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        var request = new ApiRequest
        {
            Method = HttpMethod.Post,
            Path = "api/portrait/effects/" + submission.Operation.CommandName,
            Target = submission.Source.ToString(),
            AttemptTimeout = _options.UploadTimeout(submission.Image!.Length),
            CreateBody = () => ImagePart.Create(submission, Fields(submission)),
            IsPaid = true,
            Permit = submission.Permit,
            ResendAmbiguous = submission.ResendAmbiguous,
        };
        var state = await _api.SendAsync(request, AILabResponse.ReadSubmission, observer, cancellationToken).ConfigureAwait(false);

        // No response reports the credits used; a request has one price (docs/providers.md, section 3).
        return state with { Credits = PriceList.Estimate(submission.Operation, submission.Image, submission.Parameters) };
    }

    /// <inheritdoc/>
    public Task<ProviderTaskState> QueryAsync(string statusRoute, string taskId, IEnhanceObserver observer, CancellationToken cancellationToken) =>
        _api.SendAsync(
            CreateQuery($"api/common/query-async-task-result?task_id={Uri.EscapeDataString(taskId)}", taskId), AILabResponse.ReadQuery, observer, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CreditBalance>> GetBalanceAsync(IEnhanceObserver observer, CancellationToken cancellationToken) =>
        await _api.SendAsync(CreateQuery("api/common/query-credits", Name), AILabResponse.ReadBalance, observer, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose() => _api.Dispose();

    private static IEnumerable<KeyValuePair<string, string>> Fields(ProviderSubmission submission) =>
        submission.Parameters.Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value switch
        {
            bool flag => flag ? "1" : "0",
            double number => number.ToString("0.0################", CultureInfo.InvariantCulture),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        }));

    private ApiRequest CreateQuery(string path, string target) => new()
    {
        Method = HttpMethod.Get,
        Path = path,
        Target = target,
        AttemptTimeout = _options.QueryTimeout,
    };
}
