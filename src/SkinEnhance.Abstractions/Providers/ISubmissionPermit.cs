namespace SkinEnhance;

/// <summary>A submission's permit to be in flight at a provider.</summary>
public interface ISubmissionPermit
{
    /// <summary>Waits until the submission may be sent; returns at once while it has its permit. A provider calls it before every attempt.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when the submission may be sent.</returns>
    ValueTask AcquireAsync(CancellationToken cancellationToken);

    /// <summary>Reports the account's concurrency limit from a response to the submission, before the response is used in any other way. Does
    /// nothing when submissions are not limited.</summary>
    /// <param name="limit">How many submissions the account may have in flight, at least 1; null when the response has no limit.</param>
    /// <param name="remaining">How many more it may have in flight now, at least 0; null when the response does not report it.</param>
    /// <param name="isAccepted">Whether the response accepts the submission, which is then among those in flight.</param>
    void ReportAccountLimit(int? limit, int? remaining, bool isAccepted)
    {
    }

    /// <summary>Releases the permit after a throttled response (HTTP 429) and lowers the limit; the next attempt acquires a permit again. Until
    /// then the permit still counts: another submission sent at once would be throttled too.</summary>
    void ReportThrottled();
}

/// <summary>A permit that is always granted, for submissions that are not limited.</summary>
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
