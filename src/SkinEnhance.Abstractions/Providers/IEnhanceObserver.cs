namespace SkinEnhance;

/// <summary>Receives progress and messages. Calls come from any thread, several at a time; an implementation must not block.</summary>
public interface IEnhanceObserver
{
    /// <summary>Receives a message for a detailed log: a request, a wait, a retry. It never contains a key or a body.</summary>
    /// <param name="message">One sentence.</param>
    void OnVerbose(string message);

    /// <summary>Receives a warning: something that the user should notice although nothing failed.</summary>
    /// <param name="message">One sentence.</param>
    void OnWarning(string message);

    /// <summary>Receives the counts of a batch after a change.</summary>
    /// <param name="progress">The counts.</param>
    void OnProgress(BatchProgress progress);

    /// <summary>Receives a task that is no longer followed because the batch was cancelled, and that the provider has, or may have, accepted.</summary>
    /// <param name="task">The task: with an id it continues at the provider; with status <see cref="EnhanceTaskStatus.Unknown"/> its response was not received.</param>
    void OnAbandoned(EnhanceTask task);
}

/// <summary>The progress of a batch.</summary>
/// <param name="Started">Images started so far.</param>
/// <param name="Submitting">Images that are being checked or sent.</param>
/// <param name="Waiting">Images that the provider accepted and has not finished.</param>
/// <param name="Saving">Images whose results are being downloaded.</param>
/// <param name="Succeeded">Images that succeeded.</param>
/// <param name="Failed">Images that failed, were refused, or are unknown.</param>
public readonly record struct BatchProgress(int Started, int Submitting, int Waiting, int Saving, int Succeeded, int Failed)
{
    /// <summary>Images that have ended, successfully or not.</summary>
    public int Ended => Succeeded + Failed;
}

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
