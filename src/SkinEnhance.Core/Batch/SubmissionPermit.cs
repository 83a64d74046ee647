namespace SkinEnhance.Core.Batch;

/// <summary>One submission's permit from an <see cref="AdaptiveLimit"/>, from its first attempt until its task has ended.</summary>
internal sealed class SubmissionPermit(AdaptiveLimit shared, int most, IEnhanceObserver observer) : ISubmissionPermit, IDisposable
{
    private int _round;
    private bool _isHeld;
    private bool _isThrottled;
    private bool _isAccepted;
    private bool _isFull;

    /// <inheritdoc/>
    public async ValueTask AcquireAsync(CancellationToken cancellationToken)
    {
        if (_isThrottled)
        {
            Dispose();
        }

        if (!_isHeld)
        {
            _round = await shared.AcquireAsync(cancellationToken).ConfigureAwait(false);
            _isHeld = true;
        }
    }

    /// <inheritdoc/>
    public void ReportAccountLimit(int? limit, int? remaining, bool isAccepted)
    {
        if (!_isHeld)
        {
            return;
        }

        _isFull = remaining == 0;
        var isNew = isAccepted && !_isAccepted;
        _isAccepted |= isAccepted;
        if (shared.ReportAccountLimit(limit, remaining, isNew) is { } allowed)
        {
            observer.OnVerbose($"{shared.Provider} reports the account's concurrency limit: {Images(allowed)} at once from now on.");
        }
    }

    /// <inheritdoc/>
    public void ReportThrottled()
    {
        // When the account's limit is reached, its numbers are known; halving would go below what they allow.
        if (_isHeld && !_isFull && shared.Halve(_round) is { } fewer)
        {
            observer.OnVerbose($"{shared.Provider} throttles requests (HTTP 429): {Images(fewer)} at once from now on.");
        }

        _isThrottled = true;
    }

    /// <summary>Records that the provider accepted the submission.</summary>
    internal void ReportAccepted()
    {
        if (_isHeld && !_isAccepted)
        {
            _isAccepted = true;
            shared.ReportAccepted();
        }

        if (shared.Grow(most) is { } more)
        {
            observer.OnVerbose($"{shared.Provider} accepts all submissions: {Images(more)} at once from now on.");
        }
    }

    /// <summary>Keeps the permit, when the account's limit is known, until a task that the batch no longer waits for has ended.</summary>
    /// <param name="watch">Waits for the task.</param>
    internal void HoldUntilEnded(Func<Task> watch)
    {
        if (_isHeld && _isAccepted && shared.TryHold(watch))
        {
            _isHeld = false;
        }
    }

    /// <summary>Releases the permit.</summary>
    public void Dispose()
    {
        if (_isHeld)
        {
            shared.Release(_isAccepted);
            _isHeld = _isThrottled = _isAccepted = _isFull = false;
        }
    }

    private static string Images(int count) => count == 1 ? "1 image" : $"{count} images";
}
