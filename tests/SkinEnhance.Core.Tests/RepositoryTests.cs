using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SkinEnhance.Core.Tests;

/// <summary>What every system must be able to check out.</summary>
public partial class RepositoryTests
{
    private const int LongestPath = 180;

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL",
        "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    [Fact]
    public async Task Every_tracked_path_can_be_checked_out_on_all_systems()
    {
        var paths = await TrackedAsync();
        Assert.Contains("SkinEnhance.psd1", paths);
        Assert.Empty(paths.SelectMany(Faults).Concat(Collisions(paths)));
    }

    [Theory]
    [InlineData(" /a.png")]
    [InlineData("a/b ")]
    [InlineData("a. /b")]
    [InlineData("a./b")]
    [InlineData("docs/aux.md")]
    [InlineData("a:b")]
    [InlineData("a\\b")]
    public void A_path_that_some_system_cannot_hold_is_found(string path) => Assert.NotEmpty(Faults(path));

    [Fact]
    public void A_path_that_is_too_long_is_found() => Assert.NotEmpty(Faults(new string('a', LongestPath + 1)));

    [Fact]
    public void Two_paths_that_differ_in_case_alone_are_found() => Assert.NotEmpty(Collisions(["docs/a.md", "Docs/b.md"]));

    [Fact]
    public async Task Every_file_that_a_document_for_contributors_names_is_there()
    {
        var paths = await TrackedAsync();
        var documents = paths.Where(path => path == "CONTRIBUTING.md" || (path.EndsWith(".md", StringComparison.Ordinal) && path[..Math.Max(path.LastIndexOf('/'), 0)] is "docs" or "docs/decisions")).ToList();
        Assert.Contains("docs/providers.md", documents);
        Assert.Empty(documents.SelectMany(document => Named(document, File.ReadAllText(Path.Combine(Samples.Repository, document))).Except(paths.SelectMany(Endings)).Select(file => $"{document} names '{file}'.")));
    }

    [Fact]
    public void A_document_names_files_by_links_and_in_code() =>
        Assert.Equal(["docs/b.svg", "CONTRIBUTING.md", "src/A/B.cs", "C.cs"], Named("docs/a/a.md", "![b](../b.svg) [c](../../CONTRIBUTING.md#x) [d](https://a.example/x.md) `src/A/B.cs`, `C.cs` `x.png`"));

    /// <summary>The files that a document links to, by their paths, and those that it names in code, as they are written.</summary>
    private static IEnumerable<string> Named(string document, string text) => Link().Matches(text)
        .Select(match => Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(document)!, match.Groups[1].Value))).Replace(Path.DirectorySeparatorChar, '/'))
        .Concat(Code().Matches(text).Select(match => match.Groups[1].Value));

    /// <summary>A path, and the rest of it without its first folders.</summary>
    private static IEnumerable<string> Endings(string path) => path.Split('/').Select((_, depth) => string.Join('/', path.Split('/').Skip(depth)));

    [GeneratedRegex(@"\]\(([^)#:]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`([\w./-]+\.(?:cs|csproj|json|md|ps1|psd1|svg|txt))`")]
    private static partial Regex Code();

    private static IEnumerable<string> Faults(string path)
    {
        if (path.Length > LongestPath)
        {
            yield return $"'{path}' has {path.Length} characters, {LongestPath} are allowed.";
        }

        foreach (var name in path.Split('/'))
        {
            if (name != name.Trim() || name.EndsWith('.'))
            {
                yield return $"'{path}': '{name}' begins or ends with a space, or ends with a dot.";
            }

            if (name.Any(letter => letter < ' ' || "<>:\"\\|?*".Contains(letter, StringComparison.Ordinal)))
            {
                yield return $"'{path}': '{name}' has a character that Windows forbids.";
            }

            if (Reserved.Contains(name.Split('.')[0]))
            {
                yield return $"'{path}': '{name}' is the name of a device.";
            }
        }
    }

    private static IEnumerable<string> Collisions(IReadOnlyCollection<string> paths) => paths
        .SelectMany(path => path.Split('/').Select((_, depth) => string.Join('/', path.Split('/').Take(depth + 1))))
        .Distinct(StringComparer.Ordinal)
        .GroupBy(path => path, StringComparer.OrdinalIgnoreCase)
        .Where(same => same.Count() > 1)
        .Select(same => $"{string.Join(" and ", same.Select(path => $"'{path}'"))} differ in case alone.");

    private static async Task<string[]> TrackedAsync()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-z"]) { WorkingDirectory = Samples.Repository, RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
        using var git = Process.Start(start)!;
        var paths = (await git.StandardOutput.ReadToEndAsync()).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        await git.WaitForExitAsync();
        Assert.Equal(0, git.ExitCode);
        return paths;
    }
}
