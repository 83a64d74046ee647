using System.Text.RegularExpressions;

namespace SkinEnhance.Bench.Measuring;

/// <summary>Reads what Linux tells of processes and of the machine below /proc.</summary>
internal static partial class ProcFiles
{
    private const long Kilobyte = 1024;

    /// <summary>A field such as <c>VmHWM:     1234 kB</c>, in bytes.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="name">The field's name.</param>
    /// <returns>The bytes; null when there is no such field, as for a process that has ended.</returns>
    internal static long? Bytes(string text, string name)
    {
        foreach (Match line in SizeLine().Matches(text))
        {
            if (line.Groups["name"].Value == name)
            {
                return long.Parse(line.Groups["size"].Value, CultureInfo.InvariantCulture) * Kilobyte;
            }
        }

        return null;
    }

    /// <summary>The most memory a process had at once so far, in bytes; null when it has ended.</summary>
    internal static long? PeakMemory(int process) => Status(process, "VmHWM");

    /// <summary>The memory a process has now, in bytes; null when it has ended.</summary>
    internal static long? Memory(int process) => Status(process, "VmRSS");

    /// <summary>What can be had without swapping, in bytes.</summary>
    internal static long AvailableMemory() => Bytes(File.ReadAllText("/proc/meminfo"), "MemAvailable") ?? long.MaxValue;

    internal static long TotalMemory() => Bytes(File.ReadAllText("/proc/meminfo"), "MemTotal")!.Value;

    /// <summary>How many processes ran or wanted to on average over the last minute.</summary>
    internal static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>The processor's name.</summary>
    internal static string ProcessorName() => ProcessorLine().Match(File.ReadAllText("/proc/cpuinfo")) is { Success: true } line ? line.Groups["name"].Value.Trim() : "unknown";

    /// <summary>A process and all that it started, directly or not.</summary>
    internal static IReadOnlyList<int> Tree(int root)
    {
        var parents = new List<(int Process, int Parent)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process) && Read(Path.Combine(folder, "stat")) is { } stat && Parent(stat) is { } parent)
            {
                parents.Add((process, parent));
            }
        }

        var children = parents.ToLookup(pair => pair.Parent, pair => pair.Process);
        var tree = new List<int> { root };
        for (var index = 0; index < tree.Count; index++)
        {
            tree.AddRange(children[tree[index]]);
        }

        return tree;
    }

    /// <summary>The parent in a line of <c>/proc/n/stat</c>. A program's name may hold anything, so fields count from its last bracket.</summary>
    internal static int? Parent(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var parent) ? parent : null;
    }

    private static long? Status(int process, string name) => Read(Invariant($"/proc/{process}/status")) is { } text ? Bytes(text, name) : null;

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^(?<name>\w+):\s+(?<size>\d+) kB$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex SizeLine();

    [GeneratedRegex(@"^model name\s*:(?<name>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ProcessorLine();
}
