using System.Collections.Concurrent;

namespace SkinEnhance.Core.Batch;

/// <summary>Remembers the first error after which the next image would fare no better, for each provider and for all.</summary>
internal sealed class StopSign
{
    private readonly ConcurrentDictionary<string, EnhanceError> _errors = new(StringComparer.OrdinalIgnoreCase);

    internal void Note(EnhanceError? error)
    {
        if (error is { StopsBatch: true })
        {
            _errors.TryAdd(error.Provider ?? string.Empty, error);
        }
    }

    /// <summary>The error to give for a task that is not attempted; null when it may be.</summary>
    internal EnhanceError? For(EnhanceTask task)
    {
        var found = _errors.TryGetValue(string.Empty, out var first) || _errors.TryGetValue(task.Provider, out first);
        return found
            ? new EnhanceError
            {
                Id = ErrorIds.BatchStopped,
                Target = task.Source,
                Provider = task.Provider,
                Message = $"'{task.Source}' was not sent, because of an earlier error ({first!.Id}): {first.Message}",
            }
            : null;
    }
}
