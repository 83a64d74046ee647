using SkinEnhance.Core.Inputs;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Cli.Commands;

/// <summary>Selects tasks by the path of their image.</summary>
internal sealed class SourcePattern
{
    private readonly string[] _wholes;
    private readonly string? _name;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">A file name, a path, a folder or an address, with or without wildcards.</param>
    /// <param name="currentDirectory">The base of relative paths.</param>
    internal SourcePattern(string pattern, string currentDirectory)
    {
        if (pattern.Contains("://", StringComparison.Ordinal))
        {
            _wholes = [pattern];
            return;
        }

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(pattern, currentDirectory));
        _wholes = [full, full.TrimEnd('/') + Path.DirectorySeparatorChar + "*"];
        _name = Path.GetFileName(pattern) == pattern ? pattern : null;
    }

    internal bool Matches(string source) =>
        _wholes.Any(whole => IsMatch(whole, source)) || (_name is not null && IsMatch(_name, Path.GetFileName(source)));

    private static bool IsMatch(string pattern, string text) => WildcardPath.IsMatch(pattern, text, PathRules.IgnoreCase);
}
