namespace SkinEnhance.Cli.Input;

/// <summary>What counts as an image by its name, and when two names are the same.</summary>
internal static class FileNames
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"];

    /// <summary>The extensions as one list for texts.</summary>
    internal static string ExtensionList { get; } = string.Join(" ", Extensions);

    /// <summary>Whether the usual file system of this platform tells letters' case apart.</summary>
    internal static bool IgnoreCase { get; } = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    /// <summary>Compares paths as the platform does.</summary>
    internal static StringComparer Comparer { get; } = IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Whether a folder yields a file of this name.</summary>
    internal static bool IsImage(string name) => Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
}
