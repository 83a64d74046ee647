namespace SkinEnhance;

/// <summary>Is told what the engine does. Calls come from any thread, several at a time; an implementation must not block.</summary>
public interface IEnhanceObserver
{
    /// <summary>A step worth a line in a detailed log: a request, a wait, a retry. Never holds a key or a body.</summary>
    /// <param name="message">One sentence.</param>
    void OnVerbose(string message);

    /// <summary>Something that the user should know though nothing failed.</summary>
    /// <param name="message">One sentence.</param>
    void OnWarning(string message);

    /// <summary>The counts of a batch changed.</summary>
    /// <param name="progress">The counts.</param>
    void OnProgress(BatchProgress progress);

    /// <summary>A task is no longer followed because the batch was cancelled, and the provider has, or may have, accepted it.</summary>
    /// <param name="task">The task: with an id it goes on at the provider; with status <see cref="EnhanceTaskStatus.Unknown"/> the answer was not waited for.</param>
    void OnAbandoned(EnhanceTask task);
}

/// <summary>How far a batch is.</summary>
/// <param name="Started">Images taken up so far.</param>
/// <param name="Submitting">Images being checked or sent.</param>
/// <param name="Waiting">Images accepted by the provider and not done.</param>
/// <param name="Saving">Results being downloaded.</param>
/// <param name="Succeeded">Images done.</param>
/// <param name="Failed">Images failed, refused or unknown.</param>
public readonly record struct BatchProgress(int Started, int Submitting, int Waiting, int Saving, int Succeeded, int Failed)
{
    /// <summary>Images that have ended, well or not.</summary>
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
