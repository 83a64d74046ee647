namespace SkinEnhance.Core.Inputs;

/// <summary>Classifies files and folders by name.</summary>
public static class InputNames
{
    /// <summary>The extensions of images that are included from a folder; with dots, in lower case.</summary>
    internal static readonly string[] ImageExtensions = [".jpg", ".jpeg", ".jfif", ".jpe", ".jif", ".png", ".webp"];

    /// <summary>The extensions of image formats that no operation accepts, cameras' raw formats among them.</summary>
    private static readonly HashSet<string> OtherImageExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".heic", ".heif", ".hif", ".avif", ".jxl", ".jp2", ".bmp", ".gif", ".tif", ".tiff", ".psd",
        ".dng", ".raw", ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".erf", ".fff", ".gpr", ".iiq", ".kdc", ".mef", ".mos", ".mrw",
        ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f",
    };

    /// <summary>Files and folders that operating systems, network storage and archives create: indexes, thumbnails, recycle bins.</summary>
    private static readonly HashSet<string> SystemNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "Thumbs.db", "desktop.ini", ".DS_Store",
        "@eaDir", "#recycle", "$RECYCLE.BIN", "__MACOSX", "lost+found", "System Volume Information", ".thumbnails",
    };

    /// <summary>The extensions of images that are included from a folder, for texts.</summary>
    public static string ExtensionList { get; } = string.Join(" ", ImageExtensions);

    /// <summary>Whether a file with this name is included from a folder.</summary>
    internal static bool IsImage(string name) => ImageExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the name has the extension of an image format that no operation accepts.</summary>
    internal static bool IsOtherImage(string name) => OtherImageExtensions.Contains(Path.GetExtension(name));

    /// <summary>Whether the name is that of a system file or folder.</summary>
    internal static bool IsSystem(string name) => name.StartsWith("._", StringComparison.Ordinal) || SystemNames.Contains(name);
}
