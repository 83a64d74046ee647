using SkinEnhance.Core.Pricing;

namespace SkinEnhance.Core.Batch;

/// <summary>The sums of a dry run's plans. Not thread-safe.</summary>
public sealed class PlanSummary
{
    private readonly SortedDictionary<PlannedAction, int> _counts = [];
    private readonly SortedDictionary<string, (int Images, double Credits, int Unpriced)> _costs = new(StringComparer.Ordinal);

    /// <summary>How many images were planned.</summary>
    public int Images => _counts.Values.Sum();

    /// <summary>How many would be refused.</summary>
    public int Refused => _counts.GetValueOrDefault(PlannedAction.Refuse);

    /// <summary>The providers that would bill.</summary>
    public IReadOnlyCollection<string> Providers => _costs.Keys;

    /// <summary>Adds one image.</summary>
    /// <param name="plan">Its plan.</param>
    public void Add(EnhancePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _counts[plan.Action] = _counts.GetValueOrDefault(plan.Action) + 1;
        if (plan.Action is PlannedAction.Submit or PlannedAction.Resubmit or PlannedAction.Replay)
        {
            var cost = _costs.GetValueOrDefault(plan.Provider);
            _costs[plan.Provider] = (cost.Images + 1, cost.Credits + (plan.EstimatedCredits ?? 0), cost.Unpriced + (plan.EstimatedCredits is null ? 1 : 0));
        }
    }

    /// <summary>Formats the sums as one line.</summary>
    /// <param name="balances">The remaining credits; empty when they are not known.</param>
    /// <returns>Such as <c>3 images: 2 Submit, 1 Keep. 2 would be sent to Comfy for 156.14 credits, about 0.74 USD. Comfy's balance: …</c></returns>
    public string Describe(IEnumerable<CreditBalance> balances)
    {
        var counts = _counts.Count == 0 ? string.Empty : ": " + string.Join(", ", _counts.Select(count => $"{count.Value} {count.Key}"));
        var costs = _costs.Select(cost => $" {Sentence(cost.Key, cost.Value)}");
        var left = balances.GroupBy(balance => balance.Provider).Select(provider =>
            $" The balance at {provider.Key}: {string.Join("; ", provider.Select(balance => provider.Count() > 1 ? $"{balance.Pool} {CreditText.WithDollars(balance)}" : CreditText.WithDollars(balance)))}.");
        return $"{(Images == 1 ? "1 image" : $"{Images} images")}{counts}.{(_costs.Count == 0 ? " Nothing would be billed." : string.Concat(costs))}{string.Concat(left)}";
    }

    private static string Sentence(string provider, (int Images, double Credits, int Unpriced) cost)
    {
        var unpriced = cost.Unpriced > 0 ? $", and {cost.Unpriced} at a price that is not known" : string.Empty;
        return $"{cost.Images} would be sent to {provider} for {CreditText.WithDollars(provider, Math.Round(cost.Credits, 2))} by the prices of {PriceList.AsOf}{unpriced}.";
    }
}
