namespace SkinEnhance;

/// <summary>A submission's place among those that one provider works on at once.</summary>
public interface ISubmissionPermit
{
    /// <summary>Waits until the submission may be sent; returns at once while it has its permit. A provider calls it before every attempt.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>When it may be sent.</returns>
    ValueTask AcquireAsync(CancellationToken cancellationToken);

    /// <summary>Passes on what a response to the submission says of the account's concurrency limit, before anything else is done with the
    /// response. Does nothing where nobody counts.</summary>
    /// <param name="limit">How many submissions the account may have in flight, at least 1; null when the response does not say so.</param>
    /// <param name="remaining">How many more it may have in flight now, at least 0; null when the response does not say so.</param>
    /// <param name="isAccepted">Whether the response accepts the submission, which is then among those in flight.</param>
    void ReportAccountLimit(int? limit, int? remaining, bool isAccepted)
    {
    }

    /// <summary>Gives the permit back because the provider asked for less (429): fewer are let out from now on, and the next attempt stands in
    /// line. The place stays taken until then: whoever got it at once would only be refused too.</summary>
    void ReportThrottled();
}

/// <summary>A permit that is always there, for submissions that nobody counts.</summary>
public sealed class UnlimitedPermit : ISubmissionPermit
{
    private UnlimitedPermit()
    {
    }

    /// <summary>The one instance.</summary>
    public static UnlimitedPermit Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask AcquireAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public void ReportThrottled()
    {
    }
}
