using System.Globalization;

namespace SkinEnhance.Core.Pricing;

/// <summary>What tasks cost, in words.</summary>
public static class TaskCost
{
    /// <summary>Adds up what tasks cost in all runs.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <returns>Such as <c>15 AILab credits, at least 156.14 Comfy credits</c>; <c>nothing</c> when no task was paid.</returns>
    public static string Describe(IEnumerable<EnhanceTask> tasks)
    {
        var parts = tasks.Where(MayBePaid).GroupBy(task => task.Provider).OrderBy(provider => provider.Key, StringComparer.Ordinal).Select(Describe).ToArray();
        return parts.Length == 0 ? "nothing" : string.Join(", ", parts);
    }

    private static string Describe(IGrouping<string, EnhanceTask> tasks)
    {
        var lead = tasks.Any(task => task.CreditsTotal is null) ? "at least " : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{lead}{tasks.Sum(task => task.CreditsTotal ?? 0):0.##} {tasks.Key} credits");
    }

    private static bool MayBePaid(EnhanceTask task) => task.CreditsTotal is not null || task.Status is not (EnhanceTaskStatus.Failed or EnhanceTaskStatus.Pending);
}
