namespace SkinEnhance.Core.Inputs;

/// <summary>What the names of files and folders say about them.</summary>
public static class InputNames
{
    /// <summary>How images are called that a folder stands for; with dots, in lower case.</summary>
    internal static readonly string[] ImageExtensions = [".jpg", ".jpeg", ".jfif", ".jpe", ".jif", ".png", ".webp"];

    /// <summary>Images that no operation takes, cameras' own formats among them.</summary>
    private static readonly HashSet<string> OtherImageExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".heic", ".heif", ".hif", ".avif", ".jxl", ".jp2", ".bmp", ".gif", ".tif", ".tiff", ".psd",
        ".dng", ".raw", ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".erf", ".fff", ".gpr", ".iiq", ".kdc", ".mef", ".mos", ".mrw",
        ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f",
    };

    /// <summary>What operating systems, network storage and archives leave beside images: indexes, thumbnails, bins.</summary>
    private static readonly HashSet<string> SystemNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "Thumbs.db", "desktop.ini", ".DS_Store",
        "@eaDir", "#recycle", "$RECYCLE.BIN", "__MACOSX", "lost+found", "System Volume Information", ".thumbnails",
    };

    /// <summary>The extensions of images that a folder stands for, as one list for texts.</summary>
    public static string ExtensionList { get; } = string.Join(" ", ImageExtensions);

    /// <summary>Whether a folder yields a file of this name.</summary>
    internal static bool IsImage(string name) => ImageExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the name is that of an image that no operation takes.</summary>
    internal static bool IsOtherImage(string name) => OtherImageExtensions.Contains(Path.GetExtension(name));

    /// <summary>Whether a file or folder of this name belongs to the system and not to the user.</summary>
    internal static bool IsSystem(string name) => name.StartsWith("._", StringComparison.Ordinal) || SystemNames.Contains(name);
}
