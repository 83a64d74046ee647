namespace SkinEnhance;

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
