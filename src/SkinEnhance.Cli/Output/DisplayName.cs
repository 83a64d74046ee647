namespace SkinEnhance.Cli.Output;

/// <summary>Shortens a path or an address for display, relative to the current directory.</summary>
internal sealed class DisplayName(string currentDirectory)
{
    /// <summary>Shortens a full path below the current directory; returns anything else unchanged.</summary>
    /// <param name="path">A full path or an address.</param>
    /// <returns>One safe line.</returns>
    internal string Of(string path) => SafeText.OneLine(Shorten(path));

    private string Shorten(string path)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            return path;
        }

        var relative = Path.GetRelativePath(currentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
