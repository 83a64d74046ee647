using SkinEnhance.Cli.Output;
using SkinEnhance.Core;

namespace SkinEnhance.Cli.Commands;

/// <summary>Tasks of other endpoints than the current ones, such as those of an emulator.</summary>
internal static class OtherEndpoints
{
    /// <summary>The tasks that can be polled; reports the skipped ones.</summary>
    internal static IReadOnlyList<EnhanceTask> Skip(EnhanceClient client, IEnumerable<EnhanceTask> tasks, IReporter reporter)
    {
        var byEndpoint = tasks.ToLookup(client.IsAtEndpoint);
        foreach (var others in byEndpoint[false].GroupBy(task => task.Endpoint))
        {
            reporter.Note(SafeText.OneLine($"Not polled: {Count(others.Count())} at {others.Key}, which is not the current base address."));
        }

        return [.. byEndpoint[true]];
    }

    /// <summary>The line above the tasks of another endpoint in a list.</summary>
    internal static string Heading(string endpoint) => SafeText.OneLine($"At {endpoint}, which is not the current base address:");

    private static string Count(int tasks) => tasks == 1 ? "1 task" : $"{tasks} tasks";
}
