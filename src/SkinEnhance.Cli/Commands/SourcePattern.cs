using System.IO.Enumeration;
using SkinEnhance.Cli.Input;

namespace SkinEnhance.Cli.Commands;

/// <summary>Decides by an image's path whether a task is meant.</summary>
internal sealed class SourcePattern
{
    private readonly string[] _wholes;
    private readonly string? _name;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">A file's name, a path, a folder or an address, with wildcards or without.</param>
    /// <param name="currentDirectory">Where relative paths begin.</param>
    internal SourcePattern(string pattern, string currentDirectory)
    {
        if (pattern.Contains("://", StringComparison.Ordinal))
        {
            _wholes = [Escape(pattern)];
            return;
        }

        var full = Escape(Path.TrimEndingDirectorySeparator(Path.GetFullPath(pattern, currentDirectory)));
        _wholes = [full, full.TrimEnd('/') + Escape(Path.DirectorySeparatorChar.ToString()) + "*"];
        _name = Path.GetFileName(pattern) == pattern ? Escape(pattern) : null;
    }

    internal bool Matches(string source) =>
        _wholes.Any(whole => IsMatch(whole, source)) || (_name is not null && IsMatch(_name, Path.GetFileName(source)));

    private static bool IsMatch(string expression, string text) => FileSystemName.MatchesSimpleExpression(expression, text, FileNames.IgnoreCase);

    // In this matcher a backslash takes a wildcard's meaning away.
    private static string Escape(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal);
}
