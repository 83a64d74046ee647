using System.Diagnostics;

namespace SkinEnhance.Bench.Comparing;

/// <summary>Looks at the results that a contender left.</summary>
internal static class ResultFiles
{
    /// <summary>Lists the results. When each got its name is seen from its last change of status: a rename changes neither its contents' time nor its birth.</summary>
    /// <param name="folder">The folder of the results.</param>
    /// <returns>By the name of the image: what stands before the first dash. Hidden files do not count.</returns>
    internal static async Task<IReadOnlyDictionary<string, ResultFile>> ListAsync(string folder)
    {
        var start = new ProcessStartInfo("find", [folder, "-type", "f", "-not", "-name", ".*", "-printf", "%C@ %s %f\\n"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var files = new Dictionary<string, ResultFile>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var (name, file) = Parse(line);
            files[name] = file;
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? files : throw new InvalidOperationException("find failed.");
    }

    /// <summary>Reads a line such as <c>1700000000.1234567890 4096 img00001-faithful.jpg</c>.</summary>
    internal static (string Name, ResultFile File) Parse(string line)
    {
        var fields = line.Split(' ', 3);
        var seconds = decimal.Parse(fields[0], CultureInfo.InvariantCulture);
        var namedAt = DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return (fields[2].Split('-')[0], new ResultFile(namedAt, long.Parse(fields[1], CultureInfo.InvariantCulture)));
    }
}
