namespace SkinEnhance.Core.Platform;

/// <summary>How the usual file system of this platform compares paths, and which path lies below which.</summary>
public static class PathRules
{
    /// <summary>Whether paths that differ in case alone name one file.</summary>
    public static bool IgnoreCase { get; } = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    /// <summary>Compares paths.</summary>
    public static StringComparer Comparer { get; } = IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>The way from a folder down to a path.</summary>
    /// <param name="root">The folder's full path.</param>
    /// <param name="path">The full path.</param>
    /// <returns>The relative path; empty for the folder itself, null when the path does not lie in it.</returns>
    internal static string? Below(string root, string path)
    {
        var relative = Path.GetRelativePath(root, path);
        return relative switch
        {
            "." => string.Empty,
            ".." => null,
            _ when relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal) || Path.IsPathRooted(relative) => null,
            _ => relative,
        };
    }

    /// <summary>The deepest folder that holds both; the second one when there is none.</summary>
    internal static string Common(string one, string other)
    {
        for (var root = one; root is not null; root = Path.GetDirectoryName(root))
        {
            if (Below(root, other) is not null)
            {
                return root;
            }
        }

        return other;
    }
}
