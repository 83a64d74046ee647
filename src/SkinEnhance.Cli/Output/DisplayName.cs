namespace SkinEnhance.Cli.Output;

/// <summary>How a path or an address is shown: as short as it is clear from the current directory.</summary>
internal sealed class DisplayName(string currentDirectory)
{
    /// <summary>Shortens a full path below the current directory; leaves anything else as it is.</summary>
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
