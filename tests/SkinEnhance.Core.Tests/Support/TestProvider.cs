using System.Collections.Concurrent;
using SkinEnhance.Core.Providers.Comfy;

namespace SkinEnhance.Core.Tests.Support;

/// <summary>A provider whose responses a test sets.</summary>
internal sealed class TestProvider : IEnhanceProvider
{
    private int _submitted;
    private int _queried;

    public string Name { get; init; } = "Test";

    public IReadOnlyList<OperationDescriptor> Operations { get; set; } = [Operation("Retouch")];

    public TimeSpan MinimumPollInterval { get; init; } = TimeSpan.FromSeconds(1);

    public IReadOnlyList<RateLimit> QueryLimits { get; init; } = [];

    public string EndpointIdentity { get; set; } = "Test";

    public TimeSpan? ResultLifetime { get; set; }

    public bool KnowsIdempotencyKeys { get; init; }

    public bool TellsAccountLimit { get; set; }

    /// <summary>How many submissions it had so far.</summary>
    internal int Submitted => _submitted;

    /// <summary>How many questions it had so far.</summary>
    internal int Queried => _queried;

    internal ConcurrentQueue<ProviderSubmission> Submissions { get; } = new();

    internal Func<ProviderSubmission, CancellationToken, Task<ProviderTaskState>> OnSubmit { get; set; } =
        (_, _) => Task.FromResult(new ProviderTaskState { TaskId = "task", Status = EnhanceTaskStatus.Submitted });

    internal Func<string, int, CancellationToken, Task<ProviderTaskState>> OnQuery { get; set; } =
        (id, _, _) => Task.FromResult(new ProviderTaskState { TaskId = id, Status = EnhanceTaskStatus.InProgress });

    /// <summary>Called for every poll, before its response.</summary>
    internal Action OnAsked { get; set; } = () => { };

    internal Action OnCheckSettings { get; set; } = () => { };

    internal static OperationDescriptor Operation(string name, string provider = "Test") => ComfyOperations.Faithful with
    {
        Name = name,
        CommandName = name.ToLowerInvariant(),
        Provider = provider,
        StatusRoute = "test-route",
    };

    public void CheckSettings() => OnCheckSettings();

    public Task<ProviderTaskState> SubmitAsync(ProviderSubmission submission, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _submitted);
        Submissions.Enqueue(submission);
        return OnSubmit(submission, cancellationToken);
    }

    public Task<ProviderTaskState> QueryAsync(string statusRoute, string taskId, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _queried);
        OnAsked();
        return OnQuery(taskId, number, cancellationToken);
    }

    public Task<IReadOnlyList<CreditBalance>> GetBalanceAsync(IEnhanceObserver observer, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CreditBalance>>([new CreditBalance(Name, "account", 12.5)]);
}
