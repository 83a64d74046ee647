using System.Globalization;

namespace SkinEnhance.Core.Pricing;

/// <summary>What tasks cost, in words.</summary>
public static class TaskCost
{
    /// <summary>Adds up what tasks cost in all runs.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <returns>Such as <c>15 AILab credits, at least 156.14 Comfy credits</c>, where a provider has not reported the credits of every
    /// task; <c>nothing</c> when no task can have been paid.</returns>
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

    // A task without an id that failed was refused; one with an id was accepted, and may be billed although it failed.
    private static bool MayBePaid(EnhanceTask task) =>
        task.CreditsTotal is not null || task.TaskId is not null || task.Status is not (EnhanceTaskStatus.Failed or EnhanceTaskStatus.Pending);
}
