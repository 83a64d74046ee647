using SkinEnhance.Core.Platform;

namespace SkinEnhance.Cli.Input;

/// <summary>Turns the paths of a command line into images, one after the other, each image once.</summary>
internal sealed class InputExpander(InputOptions options)
{
    private readonly FolderWalk _walk = new(options);

    /// <summary>Expands paths. Each call looks at the file system anew, and only as far as the caller reads on.</summary>
    /// <param name="paths">Files, folders, wildcards and addresses.</param>
    /// <returns>Images, and errors for paths that lead to none.</returns>
    internal IEnumerable<FoundInput> Expand(IEnumerable<string> paths)
    {
        var seen = new FingerprintSet(FileNames.IgnoreCase);
        return paths.SelectMany(ExpandOne).Where(input => IsNew(input, seen));
    }

    private static bool IsNew(FoundInput input, FingerprintSet seen) => input.Source switch
    {
        { Path: { } path } => seen.Add(RealPath.Of(path)),
        { Uri: { } address } => seen.Add(address.AbsoluteUri),
        _ => true,
    };

    private static bool IsAddress(string path) =>
        path.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private IEnumerable<FoundInput> ExpandOne(string path)
    {
        if (IsAddress(path))
        {
            return
            [
                Uri.TryCreate(path, UriKind.Absolute, out var address)
                    ? FoundInput.Of(ImageSource.FromUri(address))
                    : FoundInput.Failed(ErrorIds.ImageUriNotAccepted, path, $"'{path}' is no complete address."),
            ];
        }

        if (path.Length == 0)
        {
            return [FoundInput.Missing(path, "One of the paths is empty.")];
        }

        var full = Path.GetFullPath(path, options.CurrentDirectory);
        if (Directory.Exists(full))
        {
            return _walk.Walk(full);
        }

        // What exists under this very name is meant, whatever wildcards it seems to hold.
        return WildcardPath.HasWildcards(path) && !File.Exists(full)
            ? WildcardPath.Find(full).SelectMany(ExpandMatch).DefaultIfEmpty(FoundInput.Missing(full, $"Nothing matches '{full}'."))
            : [FoundInput.Of(ImageSource.FromPath(full))];
    }

    private IEnumerable<FoundInput> ExpandMatch(WildcardMatch match)
    {
        if (match.Refused is { } refused)
        {
            return [FoundInput.Unreadable(match.Path, refused)];
        }

        return Directory.Exists(match.Path) ? _walk.Walk(match.Path) : [FoundInput.Of(ImageSource.FromPath(match.Path))];
    }
}
