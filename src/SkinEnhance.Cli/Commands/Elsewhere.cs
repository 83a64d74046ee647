using SkinEnhance.Cli.Output;
using SkinEnhance.Core;

namespace SkinEnhance.Cli.Commands;

/// <summary>Tasks of other endpoints than those that the services are set to, such as of an emulator that was tried out.</summary>
internal static class Elsewhere
{
    /// <summary>The tasks that can be asked for; says which ones are passed over.</summary>
    internal static IReadOnlyList<EnhanceTask> PassOver(EnhanceClient client, IEnumerable<EnhanceTask> tasks, IReporter reporter)
    {
        var byPlace = tasks.ToLookup(client.IsAtEndpoint);
        foreach (var others in byPlace[false].GroupBy(task => task.Endpoint))
        {
            reporter.Note(SafeText.OneLine($"Not asked for: {Count(others.Count())} at {others.Key}, which is not the address that is set."));
        }

        return [.. byPlace[true]];
    }

    /// <summary>The line above tasks of another endpoint in a list.</summary>
    internal static string Heading(string endpoint) => SafeText.OneLine($"At {endpoint}, which is not the address that is set:");

    private static string Count(int tasks) => tasks == 1 ? "1 task" : $"{tasks} tasks";
}
