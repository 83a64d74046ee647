namespace SkinEnhance.Core.Inputs;

/// <summary>The entries of one folder, sorted by code points, without hidden and system ones.</summary>
internal static class FolderEntries
{
    // The listing excludes hidden and system entries only; the caller handles devices and links.
    private static readonly EnumerationOptions Listing = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        IgnoreInaccessible = false,
        MatchType = MatchType.Simple,
        RecurseSubdirectories = false,
    };

    private static readonly EnumerationOptions ListingWithHidden = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        MatchType = MatchType.Simple,
        RecurseSubdirectories = false,
    };

    /// <summary>Lists a folder.</summary>
    /// <param name="folder">Its full path.</param>
    /// <param name="withHidden">Whether to include hidden and system entries.</param>
    /// <returns>The entries; a link to a folder is a folder.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal static IReadOnlyList<FolderEntry> Read(string folder, bool withHidden = false)
    {
        var entries = new List<FolderEntry>();
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", withHidden ? ListingWithHidden : Listing))
        {
            if (withHidden || !InputNames.IsSystem(entry.Name))
            {
                entries.Add(new FolderEntry(entry.Name, entry is DirectoryInfo, entry.Attributes.HasFlag(FileAttributes.ReparsePoint)));
            }
        }

        entries.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return entries;
    }

    /// <summary>Whether <see cref="Read"/> excludes a file or folder.</summary>
    /// <param name="path">Its full path.</param>
    internal static bool IsHidden(string path)
    {
        if (InputNames.IsSystem(Path.GetFileName(path)))
        {
            return true;
        }

        var attributes = new FileInfo(path).Attributes;
        return (int)attributes != -1 && (attributes & Listing.AttributesToSkip) != 0;
    }
}

/// <summary>An entry of a folder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsFolder">Whether it is a folder, or a link to one.</param>
/// <param name="IsLink">Whether it is a link.</param>
internal readonly record struct FolderEntry(string Name, bool IsFolder, bool IsLink);
