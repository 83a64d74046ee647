namespace SkinEnhance;

/// <summary>One service that carries out operations. Its wire types stay inside; it is safe for use by many tasks at once.</summary>
public interface IEnhanceProvider
{
    /// <summary>The provider's name, such as <c>Comfy</c>.</summary>
    string Name { get; }

    /// <summary>The operations that it carries out.</summary>
    IReadOnlyList<OperationDescriptor> Operations { get; }

    /// <summary>How long to wait between two questions for the same task, at least.</summary>
    TimeSpan MinimumPollInterval { get; }

    /// <summary>How long to wait between the first questions for a task that nothing is known of. Default <see cref="MinimumPollInterval"/>.</summary>
    TimeSpan InitialPollInterval => MinimumPollInterval;

    /// <summary>How many questions for tasks it takes, of all tasks together; empty when nothing is known of such a limit.</summary>
    IReadOnlyList<RateLimit> QueryLimits => [];

    /// <summary>The identity of the endpoint that it talks to: the name for the service itself, an address for anything in its place. What an
    /// emulator did is not done by the service.</summary>
    string EndpointIdentity => Name;

    /// <summary>Whether it tells a resend from a new submission by its idempotency key, so that an open one may be replayed. Default false.</summary>
    bool KnowsIdempotencyKeys => false;

    /// <summary>Whether it documents that its responses say how many submissions the account may have in flight
    /// (<see cref="ISubmissionPermit.ReportAccountLimit"/>). The first submission then goes alone. Default false.</summary>
    bool TellsAccountLimit => false;

    /// <summary>How long it documents that it keeps results, counted from the task's end; null when it documents nothing.</summary>
    TimeSpan? ResultLifetime => null;

    /// <summary>Throws when a submission would fail for a missing or unusable setting, before anything is sent.</summary>
    /// <exception cref="InvalidSettingException">A key or an address is missing or wrong.</exception>
    void CheckSettings();

    /// <summary>Sends one paid request. It returns once the provider accepted it; a synchronous operation is then done.</summary>
    /// <param name="submission">The checked request.</param>
    /// <param name="observer">Is told of waits and retries.</param>
    /// <param name="cancellationToken">Stops waiting; a request that already went out may still be accepted and billed.</param>
    /// <returns>The state after acceptance.</returns>
    /// <exception cref="SubmissionUnknownException">The request went out and whether it was accepted is not known.</exception>
    /// <exception cref="EnhanceException">It was not accepted, and not billed.</exception>
    Task<ProviderTaskState> SubmitAsync(ProviderSubmission submission, IEnhanceObserver observer, CancellationToken cancellationToken);

    /// <summary>Asks once for a task's state; free and repeatable.</summary>
    /// <param name="statusRoute">The task's status route.</param>
    /// <param name="taskId">The task's id.</param>
    /// <param name="observer">Is told of waits and retries.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <returns>The state.</returns>
    /// <exception cref="ProviderException">The task is unknown, or the provider cannot be asked.</exception>
    Task<ProviderTaskState> QueryAsync(string statusRoute, string taskId, IEnhanceObserver observer, CancellationToken cancellationToken);

    /// <summary>Asks for what is left on the account; free and repeatable.</summary>
    /// <param name="observer">Is told of waits and retries.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <returns>One row a pool.</returns>
    /// <exception cref="ProviderException">The provider cannot be asked.</exception>
    Task<IReadOnlyList<CreditBalance>> GetBalanceAsync(IEnhanceObserver observer, CancellationToken cancellationToken);
}

/// <summary>What is left on an account.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Pool">The pool that the credits belong to; AILab keeps one for each operation and a common one.</param>
/// <param name="Credits">The credits left; negative when more was used than paid.</param>
/// <param name="Dollars">What they are worth in US dollars; null when that is not known.</param>
public sealed record CreditBalance(string Provider, string Pool, double Credits, double? Dollars = null);

/// <summary>How many requests a provider takes within any stretch of time.</summary>
/// <param name="Count">The number; at least 1.</param>
/// <param name="Window">The stretch of time.</param>
public readonly record struct RateLimit(int Count, TimeSpan Window);
