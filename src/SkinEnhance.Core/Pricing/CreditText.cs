using System.Globalization;

namespace SkinEnhance.Core.Pricing;

/// <summary>Formats credits.</summary>
public static class CreditText
{
    /// <summary>Formats credits with up to two decimals.</summary>
    /// <param name="credits">The credits.</param>
    /// <returns>Such as <c>78.07 credits</c>.</returns>
    public static string Of(double credits) => string.Create(CultureInfo.InvariantCulture, $"{credits:0.##} credits");

    /// <summary>Formats credits with their value in US dollars where that is known.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="credits">The credits.</param>
    /// <returns>Such as <c>78.07 credits, about 0.37 USD</c>.</returns>
    public static string WithDollars(string provider, double credits) =>
        PriceList.ToDollars(provider, credits) is { } dollars
            ? $"{Of(credits)}, about {Dollars(dollars)}"
            : Of(credits);

    /// <summary>Formats a balance with its value in US dollars where that is known.</summary>
    /// <param name="balance">The balance.</param>
    /// <returns>Such as <c>5751.74 credits, 27.26 USD</c>.</returns>
    public static string WithDollars(CreditBalance balance)
    {
        ArgumentNullException.ThrowIfNull(balance);
        return balance.Dollars is { } dollars ? $"{Of(balance.Credits)}, {Dollars(dollars)}" : Of(balance.Credits);
    }

    private static string Dollars(double dollars) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(dollars, Math.Abs(dollars) < 0.1 ? 3 : 2):0.00#} USD");
}

/// <summary>Formats the cost of tasks.</summary>
public static class TaskCost
{
    /// <summary>Sums up the cost of tasks in all runs.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <returns>Such as <c>15 AILab credits, at least 156.14 Comfy credits</c>, where a provider has not reported the credits of every
    /// task; <c>nothing</c> when no task can have been billed.</returns>
    public static string Describe(IEnumerable<EnhanceTask> tasks)
    {
        var parts = tasks.Where(MayBePaid).GroupBy(task => task.Provider).OrderBy(provider => provider.Key, StringComparer.Ordinal).Select(Describe).ToArray();
        return parts.Length == 0 ? "nothing" : string.Join(", ", parts);
    }

    private static string Describe(IGrouping<string, EnhanceTask> tasks)
    {
        var known = tasks.Sum(task => task.CreditsTotal ?? 0);
        var isPartly = tasks.Any(task => task.CreditsTotal is null);
        return isPartly && known == 0
            ? $"an unknown number of {tasks.Key} credits"
            : string.Create(CultureInfo.InvariantCulture, $"{(isPartly ? "at least " : string.Empty)}{known:0.##} {tasks.Key} credits");
    }

    // A failed task without an id was refused; one with an id was accepted, and may be billed although it failed.
    private static bool MayBePaid(EnhanceTask task) =>
        task.CreditsTotal is not null || task.TaskId is not null || task.Status is not (EnhanceTaskStatus.Failed or EnhanceTaskStatus.Pending);
}
