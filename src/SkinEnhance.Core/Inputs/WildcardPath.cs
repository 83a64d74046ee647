using System.IO.Enumeration;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Inputs;

/// <summary>Expands paths with <c>*</c> and <c>?</c>. Unix shells expand them before; those of Windows do not.</summary>
public static class WildcardPath
{
    private static readonly char[] Wildcards = ['*', '?'];

    /// <summary>Whether a path has wildcards. Brackets are literal.</summary>
    internal static bool HasWildcards(string path) => path.IndexOfAny(Wildcards) >= 0;

    /// <summary>Whether a name matches a pattern with <c>*</c> and <c>?</c>.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="name">The name, or any other text.</param>
    /// <param name="ignoreCase">Whether case is ignored.</param>
    /// <returns>True when it matches.</returns>
    public static bool IsMatch(string pattern, string name, bool ignoreCase)
    {
        ArgumentNullException.ThrowIfNull(pattern);

        // FileSystemName treats a backslash as an escape; in a name outside of Windows it is an ordinary character.
        return FileSystemName.MatchesSimpleExpression(pattern.Replace(@"\", @"\\", StringComparison.Ordinal), name, ignoreCase);
    }

    /// <summary>Finds the files and folders, sorted by code points within each folder.</summary>
    /// <param name="pattern">A full path with wildcards in any of its parts.</param>
    /// <returns>The matches, and the folders that could not be read.</returns>
    internal static IEnumerable<WildcardMatch> Find(string pattern)
    {
        var root = Path.GetPathRoot(pattern)!;
        return Find(root, pattern[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries));
    }

    private static IEnumerable<WildcardMatch> Find(string folder, ArraySegment<string> parts)
    {
        if (parts.Count == 0)
        {
            return [new WildcardMatch(folder)];
        }

        var rest = parts[1..];
        if (!HasWildcards(parts[0]))
        {
            var path = Path.Combine(folder, parts[0]);
            return Exists(path, asFolder: rest.Count > 0) ? Find(path, rest) : [];
        }

        try
        {
            return Matches(folder, parts[0])
                .Where(entry => entry.IsFolder || rest.Count == 0)
                .SelectMany(entry => Find(Path.Combine(folder, entry.Name), rest));
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            return [new WildcardMatch(folder, failure)];
        }
    }

    private static IReadOnlyList<FolderEntry> Matches(string folder, string part) =>
        [.. FolderEntries.Read(folder, withHidden: part.StartsWith('.')).Where(entry => IsMatch(part, entry.Name, PathRules.IgnoreCase))];

    private static bool Exists(string path, bool asFolder) => Directory.Exists(path) || (!asFolder && File.Exists(path));
}

/// <summary>A match of a wildcard, or a folder that could not be read.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Refused">Why the folder could not be read; null for a match.</param>
internal readonly record struct WildcardMatch(string Path, Exception? Refused = null);
