namespace SkinEnhance;

/// <summary>One service that carries out operations. Its wire types are private to it; it is safe for concurrent use.</summary>
public interface IEnhanceProvider
{
    /// <summary>The provider's name, such as <c>Comfy</c>.</summary>
    string Name { get; }

    /// <summary>Its operations.</summary>
    IReadOnlyList<OperationDescriptor> Operations { get; }

    /// <summary>The shortest time between two polls of the same task.</summary>
    TimeSpan MinimumPollInterval { get; }

    /// <summary>The time between the first polls of a task without a duration estimate. Default <see cref="MinimumPollInterval"/>.</summary>
    TimeSpan InitialPollInterval => MinimumPollInterval;

    /// <summary>The limits on polls of all tasks together; empty when none is documented.</summary>
    IReadOnlyList<RateLimit> QueryLimits => [];

    /// <summary>The identity of its endpoint: the provider's name for the service itself, an address for any other endpoint, such as an
    /// emulator. A task of one endpoint does not exist at another.</summary>
    string EndpointIdentity => Name;

    /// <summary>Whether its idempotency keys identify a resend of a submission, so that an open one can be replayed. Default false.</summary>
    bool KnowsIdempotencyKeys => false;

    /// <summary>Whether its responses are documented to report how many submissions the account may have in flight
    /// (<see cref="ISubmissionPermit.ReportAccountLimit"/>). The first submission is then sent alone. Default false.</summary>
    bool TellsAccountLimit => false;

    /// <summary>The documented lifetime of results, from the task's end; null when none is documented.</summary>
    TimeSpan? ResultLifetime => null;

    /// <summary>Throws when a missing or invalid setting would make a submission fail. Sends nothing.</summary>
    /// <exception cref="InvalidSettingException">A key or an address is missing or wrong.</exception>
    void CheckSettings();

    /// <summary>Sends one paid request. It returns when the provider has accepted it; a synchronous operation is then done.</summary>
    /// <param name="submission">The validated request.</param>
    /// <param name="observer">Receives messages about waits and retries.</param>
    /// <param name="cancellationToken">Stops waiting; a request that was sent may still be accepted and billed.</param>
    /// <returns>The state after acceptance.</returns>
    /// <exception cref="SubmissionUnknownException">The request was sent, and whether it was accepted is not known.</exception>
    /// <exception cref="EnhanceException">It was not accepted, and not billed.</exception>
    Task<ProviderTaskState> SubmitAsync(ProviderSubmission submission, IEnhanceObserver observer, CancellationToken cancellationToken);

    /// <summary>Gets a task's state with one request; free and repeatable.</summary>
    /// <param name="statusRoute">The task's status route.</param>
    /// <param name="taskId">The task's id.</param>
    /// <param name="observer">Receives messages about waits and retries.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The state.</returns>
    /// <exception cref="ProviderException">The provider has no record of the task, or the request failed.</exception>
    Task<ProviderTaskState> QueryAsync(string statusRoute, string taskId, IEnhanceObserver observer, CancellationToken cancellationToken);

    /// <summary>Gets the account's remaining credits; free and repeatable.</summary>
    /// <param name="observer">Receives messages about waits and retries.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>One row for each pool.</returns>
    /// <exception cref="ProviderException">The request failed.</exception>
    Task<IReadOnlyList<CreditBalance>> GetBalanceAsync(IEnhanceObserver observer, CancellationToken cancellationToken);
}

/// <summary>The remaining credits of an account.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Pool">The pool of the credits; AILab has one for each operation and a common one.</param>
/// <param name="Credits">The remaining credits; negative when more were used than paid for.</param>
/// <param name="Dollars">Their value in US dollars; null when that is not known.</param>
public sealed record CreditBalance(string Provider, string Pool, double Credits, double? Dollars = null);

/// <summary>How many requests a provider accepts within any period of a given length.</summary>
/// <param name="Count">The number; at least 1.</param>
/// <param name="Window">The length of the period.</param>
public readonly record struct RateLimit(int Count, TimeSpan Window);
