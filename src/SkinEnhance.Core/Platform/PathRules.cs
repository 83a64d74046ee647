namespace SkinEnhance.Core.Platform;

/// <summary>How the platform's usual file system compares paths, and which path is below which.</summary>
public static class PathRules
{
    /// <summary>Whether paths that differ in case only are the same file.</summary>
    public static bool IgnoreCase { get; } = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    /// <summary>Compares paths.</summary>
    public static StringComparer Comparer { get; } = IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>The path relative to a folder that contains it.</summary>
    /// <param name="root">The folder's full path.</param>
    /// <param name="path">The full path.</param>
    /// <returns>The relative path; empty for the folder itself, null when the path is not in it.</returns>
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

    /// <summary>The deepest common folder; the second one when there is none.</summary>
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
