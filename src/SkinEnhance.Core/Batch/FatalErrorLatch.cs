using System.Collections.Concurrent;

namespace SkinEnhance.Core.Batch;

/// <summary>Stores the first error that every later image would meet too, for each provider and for all.</summary>
internal sealed class FatalErrorLatch
{
    // One error page of a proxy may be transient; this many in a row are not, and each leaves an image Unknown.
    private const int MostForeign = 3;

    private readonly ConcurrentDictionary<string, EnhanceError> _errors = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, int> _foreign = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Records the end of a task.</summary>
    internal void Report(EnhanceTask task)
    {
        if (task.Error is { StopsBatch: true } error)
        {
            _errors.TryAdd(error.Provider ?? string.Empty, error);
        }
        else if (task is { FromLedger: false, Error: { } refused } && IsForeign(refused))
        {
            if (_foreign.AddOrUpdate(task.Provider, 1, static (_, count) => count + 1) >= MostForeign)
            {
                _errors.TryAdd(task.Provider, refused);
            }
        }
        else if (task is { FromLedger: false, Error: null or { HttpStatus: not null } })
        {
            _foreign[task.Provider] = 0;
        }
    }

    /// <summary>Returns the error for a task that is not attempted; null when it may be attempted.</summary>
    internal EnhanceError? ErrorFor(EnhanceTask task)
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

    // A refusal of the key or the account, or a redirect, that is not in the provider's own form, which has another id.
    private static bool IsForeign(EnhanceError error) =>
        error is { Id: ErrorIds.SubmissionUnknown or ErrorIds.AnswerNotUnderstood, HttpStatus: 401 or 403 or (>= 300 and <= 399) };
}
