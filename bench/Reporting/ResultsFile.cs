namespace SkinEnhance.Bench.Reporting;

/// <summary>The file of results: a section a measurement, each replaced whole by the next one of its kind.</summary>
internal static class ResultsFile
{
    private const string Heading = "## ";

    private const string Introduction =
        """
        # Results

        Written by the bench itself (`--write`); nothing here is typed by hand. [README.md](README.md) says what is measured and how.

        """;

    private static string FilePath => Path.Combine(Self.Repository, "bench", "RESULTS.md");

    /// <summary>Puts a section in its place.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="body">What was printed.</param>
    /// <param name="arguments">The arguments that measured it.</param>
    internal static void Write(string title, string body, IReadOnlyList<string> arguments)
    {
        var text = File.Exists(FilePath) ? File.ReadAllText(FilePath) : Introduction;
        var command = string.Join(' ', ["dotnet run -c Release --project bench --", .. arguments]);
        var section = Invariant($"```sh\n{command}\n```\n\n{DateTime.UtcNow:yyyy-MM-dd}; {Machine.Describe()}.\n\n{body}");
        File.WriteAllText(FilePath, Replace(text, title, section));
        Report.Note($"Written to {FilePath}.");
    }

    /// <summary>Replaces the section of a title, or adds it; sections stand in the order of their titles.</summary>
    internal static string Replace(string text, string title, string section)
    {
        var parts = ("\n" + text).Split("\n" + Heading);
        var sections = parts.Skip(1)
            .Select(part => part.Split('\n', 2))
            .ToDictionary(part => part[0].Trim(), part => part.Length > 1 ? part[1].Trim() : string.Empty);
        sections[title] = section.Trim();
        return string.Concat(
            [parts[0].Trim() + "\n", .. sections.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"\n{Heading}{pair.Key}\n\n{pair.Value}\n")]);
    }
}
