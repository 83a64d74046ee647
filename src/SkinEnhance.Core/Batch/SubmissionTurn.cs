namespace SkinEnhance.Core.Batch;

/// <summary>One submission's place within an <see cref="AdaptiveLimit"/>, from its first attempt until its task has ended.</summary>
internal sealed class SubmissionTurn(AdaptiveLimit limit, int most, IEnhanceObserver observer) : ISubmissionTurn, IDisposable
{
    private int _round;
    private bool _isHeld;
    private bool _isGivenBack;

    /// <inheritdoc/>
    public async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        if (_isGivenBack)
        {
            Dispose();
        }

        if (!_isHeld)
        {
            _round = await limit.TakeAsync(cancellationToken).ConfigureAwait(false);
            _isHeld = true;
        }
    }

    /// <inheritdoc/>
    public void GiveBack()
    {
        if (_isHeld && limit.Halve(_round) is { } fewer)
        {
            observer.OnVerbose($"{limit.Provider} asked for less: {Images(fewer)} at once from now on.");
        }

        _isGivenBack = true;
    }

    /// <summary>Notes that the provider took the submission.</summary>
    internal void NoteAccepted()
    {
        if (limit.Grow(most) is { } more)
        {
            observer.OnVerbose($"{limit.Provider} takes what is sent: {Images(more)} at once from now on.");
        }
    }

    /// <summary>Leaves the place to the next in line.</summary>
    public void Dispose()
    {
        if (_isHeld)
        {
            _isHeld = false;
            _isGivenBack = false;
            limit.Release();
        }
    }

    private static string Images(int count) => count == 1 ? "1 image" : $"{count} images";
}
