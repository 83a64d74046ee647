using System.Diagnostics;

namespace SkinEnhance.Bench.Comparing;

/// <summary>Looks at the results that a contender left.</summary>
internal static class ResultFiles
{
    /// <summary>When each result got its name. Its last change of status says so: a rename changes neither its contents' time nor its birth.</summary>
    /// <param name="folder">The folder of the results.</param>
    /// <returns>By the name of the image: what stands before the first dash. Empty files and hidden ones do not count.</returns>
    internal static async Task<IReadOnlyDictionary<string, DateTimeOffset>> NamedAtAsync(string folder)
    {
        var start = new ProcessStartInfo("find", [folder, "-type", "f", "-size", "+0", "-not", "-name", ".*", "-printf", "%C@ %f\\n"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var times = new Dictionary<string, DateTimeOffset>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var (name, time) = Parse(line);
            times[name] = time;
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? times : throw new InvalidOperationException("find failed.");
    }

    /// <summary>Reads a line such as <c>1700000000.1234567890 img00001-faithful.jpg</c>.</summary>
    internal static (string Name, DateTimeOffset Time) Parse(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var seconds = decimal.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture);
        return (line[(space + 1)..].Split('-')[0], DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)));
    }
}
