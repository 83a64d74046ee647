namespace SkinEnhance;

/// <summary>An observer that does nothing.</summary>
public sealed class NullObserver : IEnhanceObserver
{
    private NullObserver()
    {
    }

    /// <summary>The one instance.</summary>
    public static NullObserver Instance { get; } = new();

    /// <inheritdoc/>
    public void OnVerbose(string message)
    {
    }

    /// <inheritdoc/>
    public void OnWarning(string message)
    {
    }

    /// <inheritdoc/>
    public void OnProgress(BatchProgress progress)
    {
    }

    /// <inheritdoc/>
    public void OnAbandoned(EnhanceTask task)
    {
    }
}
