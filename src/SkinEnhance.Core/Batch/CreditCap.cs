using SkinEnhance.Core.Operations;

namespace SkinEnhance.Core.Batch;

/// <summary>Limits the credits of a batch: estimates for images in flight, reported credits for ended ones.</summary>
internal sealed class CreditCap(double? most)
{
    // Hundredths have no exact binary form, and their sum may exceed the exact value.
    private const double Rounding = 1e-6;

    private readonly object _gate = new();
    private double _committed;
    private bool _isReached;

    /// <summary>Reserves the estimate of one image.</summary>
    /// <returns>The reserved credits; 0 without a cap.</returns>
    /// <exception cref="EnhanceException">The estimate exceeds the cap, an earlier one did, or the price is not known.</exception>
    internal double Reserve(PreparedRequest request)
    {
        // Without a cap the price data need not be read.
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

            // An unknown price blocks this image only.
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

    /// <summary>Releases the reservation of an image that is not sent.</summary>
    internal void Release(double reserved)
    {
        lock (_gate)
        {
            _committed -= reserved;
        }
    }

    /// <summary>Replaces a reservation with the actual cost.</summary>
    internal void Settle(double reserved, EnhanceTask task)
    {
        // A refused image was not billed, and neither does this batch pay for a task from the ledger; an unknown submission may have been billed.
        var actual = task.FromLedger || (task.SubmittedAt is null && task.Status != EnhanceTaskStatus.Unknown) ? 0 : task.Credits ?? reserved;
        lock (_gate)
        {
            _committed += actual - reserved;
        }
    }
}
