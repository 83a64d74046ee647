namespace SkinEnhance;

/// <summary>A turn that is always there, for submissions that nobody counts.</summary>
public sealed class OpenTurn : ISubmissionTurn
{
    private OpenTurn()
    {
    }

    /// <summary>The one instance.</summary>
    public static OpenTurn Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask TakeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public void GiveBack()
    {
    }
}
