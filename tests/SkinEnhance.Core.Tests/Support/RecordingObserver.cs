using System.Collections.Concurrent;

namespace SkinEnhance.Core.Tests.Support;

/// <summary>Stores all messages and tasks that it receives.</summary>
internal sealed class RecordingObserver : IEnhanceObserver
{
    private readonly ConcurrentQueue<string> _verbose = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ConcurrentQueue<BatchProgress> _progress = new();
    private readonly ConcurrentQueue<EnhanceTask> _abandoned = new();

    internal IReadOnlyList<string> Verbose => [.. _verbose];

    internal IReadOnlyList<string> Warnings => [.. _warnings];

    internal IReadOnlyList<BatchProgress> Progress => [.. _progress];

    internal IReadOnlyList<EnhanceTask> Abandoned => [.. _abandoned];

    /// <summary>All text that was shown.</summary>
    internal string Text => string.Join('\n', _verbose.Concat(_warnings));

    /// <summary>Is called for every change of the counts.</summary>
    internal Action<BatchProgress>? OnChange { get; set; }

    /// <summary>Is called for every verbose line.</summary>
    internal Action<string>? OnLine { get; set; }

    public void OnVerbose(string message)
    {
        _verbose.Enqueue(message);
        OnLine?.Invoke(message);
    }

    public void OnWarning(string message) => _warnings.Enqueue(message);

    public void OnProgress(BatchProgress progress)
    {
        _progress.Enqueue(progress);
        OnChange?.Invoke(progress);
    }

    public void OnAbandoned(EnhanceTask task) => _abandoned.Enqueue(task);
}
