namespace SkinEnhance.Cli.Input;

/// <summary>What lies directly in one folder, sorted by code points, without what is hidden.</summary>
internal static class FolderEntries
{
    // Only what the system hides is left out; a device or a link is for the reader to judge.
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

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">Its full path.</param>
    /// <param name="withHidden">Whether hidden entries count.</param>
    /// <returns>The entries; a link to a folder is a folder.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal static IReadOnlyList<FolderEntry> Read(string folder, bool withHidden = false)
    {
        var entries = new List<FolderEntry>();
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", withHidden ? ListingWithHidden : Listing))
        {
            entries.Add(new FolderEntry(entry.Name, entry is DirectoryInfo, entry.Attributes.HasFlag(FileAttributes.ReparsePoint)));
        }

        entries.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return entries;
    }
}
