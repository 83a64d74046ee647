using SkinEnhance.Core.Operations;

namespace SkinEnhance.Core.Batch;

/// <summary>Keeps a batch below its cap: what is in flight counts as estimated, what has ended as the provider said.</summary>
internal sealed class CreditCap(double? most)
{
    // Hundredths have no exact binary form, and a sum of them may come out above itself.
    private const double Rounding = 1e-6;

    private readonly object _gate = new();
    private double _committed;
    private bool _isReached;

    /// <summary>Sets the estimate of one image aside.</summary>
    /// <returns>What was set aside; nothing where there is no cap.</returns>
    /// <exception cref="EnhanceException">It would pass the cap, or an earlier one would have, or its price is not known.</exception>
    internal double Reserve(PreparedRequest request)
    {
        // Without a cap nothing is compared, so the prices need not be read for the first image.
        if (most is not { } cap)
        {
            return 0;
        }

        var estimate = request.EstimatedCredits;
        lock (_gate)
        {
            if (!_isReached && estimate is { } credits && _committed + credits <= cap + Rounding)
            {
                _committed += credits;
                return credits;
            }

            // What is not known cannot be shown to fit, but it does not speak against the others.
            _isReached |= estimate is not null;
            var price = estimate is null ? "its price is not known" : FormattableString.Invariant($"it would cost about {estimate}");
            throw EnhanceException.For(new EnhanceError
            {
                Id = ErrorIds.CostCapReached,
                Target = request.Task.Source,
                Provider = request.Task.Provider,
                Message = FormattableString.Invariant(
                    $"'{request.Task.Source}' was not sent: {price}, and {Math.Round(_committed, 2)} of at most {cap} credits are spent or in flight."),
            });
        }
    }

    /// <summary>Gives back what was set aside for an image that is not sent.</summary>
    internal void Release(double reserved)
    {
        lock (_gate)
        {
            _committed -= reserved;
        }
    }

    /// <summary>Puts what an image really cost in the place of what was set aside.</summary>
    internal void Settle(double reserved, EnhanceTask task)
    {
        // A refused image was not billed, and what the ledger had is not billed by this batch; an open one may have been.
        var actual = task.FromLedger || (task.SubmittedAt is null && task.Status != EnhanceTaskStatus.Unknown) ? 0 : task.Credits ?? reserved;
        lock (_gate)
        {
            _committed += actual - reserved;
        }
    }
}
