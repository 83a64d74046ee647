using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Inputs;

/// <summary>Lists the files of a folder, optionally with all below it; each folder is read only when it is reached.</summary>
internal sealed class FolderWalk(InputOptions options)
{
    /// <summary>Lists a folder: its files by name, then its folders by name.</summary>
    /// <param name="root">The folder's full path.</param>
    /// <param name="destination">The folder of the results, without links; it is skipped when it is below the root.</param>
    /// <returns>Files, and the folders that cannot be read.</returns>
    internal IEnumerable<WalkedFile> Walk(string root, string? destination)
    {
        var realRoot = RealPath.Of(root);
        var seen = new HashSet<string>(PathRules.Comparer) { realRoot };
        var folders = new Stack<Folder>();
        folders.Push(new Folder(root, realRoot, string.Empty));
        while (folders.TryPop(out var folder))
        {
            IReadOnlyList<FolderEntry> entries = [];
            Exception? refused = null;
            try
            {
                entries = FolderEntries.Read(folder.Path);
            }
            catch (Exception failure) when (IoErrors.IsIo(failure))
            {
                refused = failure;
            }

            if (refused is not null)
            {
                yield return new WalkedFile(folder.Path, folder.Relative, refused);
                continue;
            }

            foreach (var entry in entries)
            {
                if (!entry.IsFolder)
                {
                    yield return new WalkedFile(Path.Combine(folder.Path, entry.Name), folder.Relative);
                }
            }

            if (options.Recurse)
            {
                Push(folder, entries, destination, seen, folders);
            }
        }
    }

    private void Push(Folder folder, IReadOnlyList<FolderEntry> entries, string? destination, HashSet<string> seen, Stack<Folder> folders)
    {
        for (var index = entries.Count - 1; index >= 0; index--)
        {
            var entry = entries[index];
            if (!entry.IsFolder || options.Filter.IsExcluded(entry.Name))
            {
                continue;
            }

            var path = Path.Combine(folder.Path, entry.Name);
            var real = entry.IsLink ? RealPath.Of(path) : Path.Combine(folder.Real, entry.Name);

            // A link may point to a parent folder.
            if (!PathRules.Comparer.Equals(real, destination) && seen.Add(real))
            {
                folders.Push(new Folder(path, real, Path.Combine(folder.Relative, entry.Name)));
            }
        }
    }

    private sealed record Folder(string Path, string Real, string Relative);
}

/// <summary>A file in a folder, or a folder that could not be read.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Relative">Its folder, or the folder itself, relative to the root.</param>
/// <param name="Refused">Why the folder could not be read; null for a file.</param>
internal readonly record struct WalkedFile(string Path, string Relative, Exception? Refused = null);
