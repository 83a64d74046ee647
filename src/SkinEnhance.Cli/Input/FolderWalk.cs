using SkinEnhance.Core.Platform;

namespace SkinEnhance.Cli.Input;

/// <summary>Yields the images of one folder, with all below it when that is wanted; reads a folder only when its turn comes.</summary>
internal sealed class FolderWalk(InputOptions options)
{
    private readonly string? _destination = options.Destination is { } destination ? RealPath.Of(destination) : null;

    /// <summary>Walks a folder: its files by name, then its folders by name.</summary>
    /// <param name="root">The folder's full path.</param>
    /// <returns>Images, and errors for folders that cannot be read.</returns>
    internal IEnumerable<FoundInput> Walk(string root)
    {
        var realRoot = RealPath.Of(root);
        var besides = FileNames.Comparer.Equals(realRoot, _destination);
        var seen = new HashSet<string>(FileNames.Comparer) { realRoot };
        var folders = new Stack<Folder>();
        folders.Push(new Folder(root, realRoot, string.Empty));
        var found = false;
        while (folders.TryPop(out var folder))
        {
            IReadOnlyList<FolderEntry> entries = [];
            Exception? refused = null;
            try
            {
                entries = FolderEntries.Read(folder.Path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                refused = failure;
            }

            if (refused is not null)
            {
                found = true;
                yield return FoundInput.Unreadable(folder.Path, refused);
                continue;
            }

            foreach (var name in Images(entries, besides))
            {
                found = true;
                yield return FoundInput.Of(ImageSource.FromPath(Path.Combine(folder.Path, name)), folder.Relative);
            }

            if (options.Recurse)
            {
                Push(folder, entries, seen, folders);
            }
        }

        if (!found)
        {
            yield return FoundInput.Missing(root, NothingIn(root));
        }
    }

    private IEnumerable<string> Images(IReadOnlyList<FolderEntry> entries, bool besides)
    {
        var names = entries.Where(entry => !entry.IsFolder && FileNames.IsImage(entry.Name)).Select(entry => entry.Name);
        if (!besides)
        {
            return names;
        }

        var images = names.ToList();
        var results = new EarlierResults(images, options.Operations);
        return images.Where(name => !results.Contains(name));
    }

    private void Push(Folder folder, IReadOnlyList<FolderEntry> entries, HashSet<string> seen, Stack<Folder> folders)
    {
        for (var index = entries.Count - 1; index >= 0; index--)
        {
            var entry = entries[index];
            if (!entry.IsFolder)
            {
                continue;
            }

            var path = Path.Combine(folder.Path, entry.Name);
            var real = entry.IsLink ? RealPath.Of(path) : Path.Combine(folder.Real, entry.Name);

            // A link may lead back to a folder above it.
            if (!FileNames.Comparer.Equals(real, _destination) && seen.Add(real))
            {
                folders.Push(new Folder(path, real, Path.Combine(folder.Relative, entry.Name)));
            }
        }
    }

    private string NothingIn(string root)
    {
        var where = options.Recurse ? "in it or below it" : "directly in it; --recurse takes those below it too";
        return $"The folder '{root}' has no images ({FileNames.ExtensionList}) {where}. Hidden files and results of earlier runs do not count.";
    }

    private sealed record Folder(string Path, string Real, string Relative);
}
