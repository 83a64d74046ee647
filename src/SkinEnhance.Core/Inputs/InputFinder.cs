using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Inputs;

/// <summary>Resolves paths to images, one after the other, each image once. Both front ends use it.</summary>
/// <remarks>
/// A path that the user names is included whatever its name; one in a list, unless it is a system file. A file that is found in a folder, by a
/// wildcard or in a listing is included when it has the extension of an image, is not a hidden or system file, and passes the filter. A
/// result is never included unless requested.
/// </remarks>
public sealed class InputFinder
{
    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    private readonly InputOptions _options;
    private readonly IEnhanceObserver _observer;
    private readonly FolderWalk _walk;
    private readonly ResultFiles _results;
    private readonly FingerprintSet _seen = new(PathRules.IgnoreCase);
    private string? _destination;
    private string? _realDestination;
    private string? _listedRoot;

    /// <summary>Creates a finder for one run.</summary>
    /// <param name="options">How paths are resolved.</param>
    /// <param name="observer">Receives messages about skipped files, and warnings about paths without images; null for none.</param>
    public InputFinder(InputOptions options, IEnhanceObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _observer = observer ?? NullObserver.Instance;
        _walk = new FolderWalk(options);
        _results = new ResultFiles(options.Operations, options.Ledger);
    }

    /// <summary>The files that were found and skipped.</summary>
    public PassedOver PassedOver { get; } = new();

    /// <summary>The folder of the results, as a full path; null when nothing is saved. It may change between calls.</summary>
    public string? Destination
    {
        get => _destination;
        set
        {
            if (value != _destination)
            {
                _destination = value;
                _realDestination = value is null ? null : RealPath.Of(Path.TrimEndingDirectorySeparator(Path.GetFullPath(value)));
            }
        }
    }

    /// <summary>Whether each result is saved in the folder of its image, so that every folder is one of results. It may change between calls.
    /// Default false.</summary>
    public bool SavesBeside { get; set; }

    /// <summary>The work on the images: one image is returned once for each job. It may change between calls.</summary>
    public string Job { get; set; } = string.Empty;

    /// <summary>Whether an argument is an address.</summary>
    /// <param name="path">The argument.</param>
    /// <returns>True when it begins with http:// or https://.</returns>
    public static bool IsAddress(string path) =>
        path.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the images for an argument of a command line.</summary>
    /// <param name="argument">A file, folder, wildcard or address.</param>
    /// <returns>Images and errors, as the caller enumerates.</returns>
    public IEnumerable<FoundInput> Find(string argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        if (!WildcardPath.HasWildcards(argument) || IsAddress(argument))
        {
            return FindNamed(argument);
        }

        // A path that exists is used as it is, even when it looks like a pattern.
        var full = Path.GetFullPath(argument, _options.CurrentDirectory);
        return File.Exists(full) || Directory.Exists(full) ? FindNamed(full) : FindMatches(full);
    }

    /// <summary>Finds the images for a path from the user.</summary>
    /// <param name="path">A file, folder or address; wildcard characters are literal.</param>
    /// <returns>Images and errors; a path that does not exist is returned, and refused when the image is checked.</returns>
    public IEnumerable<FoundInput> FindNamed(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (IsAddress(path))
        {
            return FindAddress(path);
        }

        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            var message = path.Length == 0 ? "One of the paths is empty." : "A path has a null character, which is not allowed in paths.";
            return [FoundInput.Failed(ErrorIds.ImageNotFound, path, message)];
        }

        var full = Path.GetFullPath(path, _options.CurrentDirectory);
        return Directory.Exists(full) ? Walk(full, string.Empty, isNamed: true) : FilterFile(full, string.Empty, Rule.Named);
    }

    /// <summary>Finds the images for a line of a list of paths, such as <c>find</c> writes.</summary>
    /// <param name="path">A file, folder or address; wildcard characters are literal.</param>
    /// <returns>As for a path from the user; empty when a part of the path is a system file or folder.</returns>
    public IEnumerable<FoundInput> FindInList(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return !IsAddress(path) && IsSystemPath(path) ? PassOverSystem(path) : FindNamed(path);
    }

    /// <summary>Finds the images for a match of a wildcard.</summary>
    /// <param name="path">The full path of a file or folder.</param>
    /// <param name="pattern">The wildcard.</param>
    /// <returns>Images and errors.</returns>
    public IEnumerable<FoundInput> FindMatched(string path, string pattern)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(pattern);
        if (IsHiddenMatch(path, pattern))
        {
            return PassOverSystem(path);
        }

        // A pattern with an extension includes files with that extension.
        var extension = Path.GetExtension(pattern);
        var rule = extension.Length > 1 && string.Equals(extension, Path.GetExtension(path), StringComparison.OrdinalIgnoreCase) ? Rule.Named : Rule.Listed;
        return Directory.Exists(path) ? Walk(path, string.Empty, isNamed: false) : FilterFile(path, string.Empty, rule);
    }

    /// <summary>Finds the images for an item of a listing, such as that of Get-ChildItem.</summary>
    /// <param name="path">The full path of a file or folder.</param>
    /// <returns>Images and errors. Their relative folders count from the current directory, or else from the common folder of the listing's items
    /// so far; an item in the destination keeps its place.</returns>
    public IEnumerable<FoundInput> FindListed(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var isFolder = Directory.Exists(path);
        var folder = isFolder ? path : Path.GetDirectoryName(path) ?? path;
        var root = ListedRoot(path);
        if (IsHiddenListing(path, root))
        {
            return PassOverSystem(path);
        }

        var relative = PathRules.Below(root, folder) ?? string.Empty;
        return isFolder ? Walk(path, relative, isNamed: false) : FilterFile(path, relative, Rule.Listed);
    }

    /// <summary>Includes an image without any filter: an address, or the result of a task.</summary>
    /// <param name="source">The image.</param>
    /// <param name="relativeFolder">The folder of its result below the destination.</param>
    /// <returns>The image; empty when it was returned before.</returns>
    public IEnumerable<FoundInput> Take(ImageSource source, string relativeFolder = "")
    {
        ArgumentNullException.ThrowIfNull(source);
        return IsNew(source) ? [FoundInput.Of(source, relativeFolder)] : [];
    }

    private static bool IsSystemPath(string path) => path.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Any(InputNames.IsSystem);

    private static bool IsHiddenMatch(string path, string pattern)
    {
        var parts = pattern.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        for (int index = parts.Length - 1, first = Array.FindIndex(parts, HasWildcards); index >= first && path is not null; index--)
        {
            if (HasWildcards(parts[index]) && !parts[index].StartsWith('.') && FolderEntries.IsHidden(path))
            {
                return true;
            }

            path = Path.GetDirectoryName(path)!;
        }

        return false;

        // PowerShell's wildcards.
        static bool HasWildcards(string part) => WildcardPath.HasWildcards(part) || part.Contains('[', StringComparison.Ordinal);
    }

    /// <summary>Whether an item, or a folder between it and the root, is hidden; system folders count anywhere in the path.</summary>
    private static bool IsHiddenListing(string path, string root)
    {
        if (IsSystemPath(path))
        {
            return true;
        }

        for (var part = path; part is not null && PathRules.Below(root, part) is { Length: > 0 }; part = Path.GetDirectoryName(part))
        {
            if (FolderEntries.IsHidden(part))
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<FoundInput> FindAddress(string path)
    {
        if (Uri.TryCreate(path, UriKind.Absolute, out var address))
        {
            return Take(ImageSource.FromUri(address));
        }

        var shown = ResultAddress.WithoutQuery(path);
        return [FoundInput.Failed(ErrorIds.ImageUriNotAccepted, shown, $"'{shown}' is not a complete address.")];
    }

    private IEnumerable<FoundInput> FindMatches(string pattern)
    {
        var isMatched = false;
        foreach (var match in WildcardPath.Find(pattern))
        {
            isMatched = true;
            foreach (var input in match.Refused is { } refused ? [FoundInput.Unreadable(match.Path, refused)] : FindMatched(match.Path, pattern))
            {
                yield return input;
            }
        }

        if (!isMatched)
        {
            _observer.OnWarning($"Nothing matches '{pattern}'.");
        }
    }

    private IEnumerable<FoundInput> Walk(string root, string relative, bool isNamed)
    {
        if (!isNamed && _realDestination is not null && PathRules.Comparer.Equals(RealPath.Of(root), _realDestination))
        {
            _observer.OnVerbose($"'{root}' is the destination and was skipped; specify its path to include it.");
            yield break;
        }

        var isEmpty = true;
        foreach (var file in _walk.Walk(root, _realDestination))
        {
            var isRefused = file.Refused is not null;
            if (!isRefused && !InputNames.IsImage(file.Path) && !InputNames.IsOtherImage(file.Path))
            {
                continue;
            }

            isEmpty = false;
            foreach (var input in isRefused ? [FoundInput.Unreadable(file.Path, file.Refused!)] : FilterFile(file.Path, Path.Combine(relative, file.Relative), Rule.Listed))
            {
                yield return input;
            }
        }

        if (isEmpty && isNamed)
        {
            _observer.OnWarning(NothingIn(root));
        }
    }

    private string NothingIn(string root) =>
        $"The folder '{root}' has no images ({InputNames.ExtensionList}) {(_options.Recurse ? "in it or below it" : "directly in it; -Recurse (--recurse) includes those below it")}.";

    private IEnumerable<FoundInput> FilterFile(string path, string relative, Rule rule)
    {
        if (rule == Rule.Listed && !InputNames.IsImage(path))
        {
            _observer.OnVerbose($"'{path}' was skipped: it does not have the extension of an image.");
            PassedOver.AddName(path);
            return [];
        }

        if (!_options.Filter.Passes(path, relative))
        {
            PassedOver.AddFiltered();
            return [];
        }

        if (FoundInput.UnreadableName(path) is { } unreadable)
        {
            return [unreadable];
        }

        var source = ImageSource.FromPath(path);
        if (!IsNew(source))
        {
            return [];
        }

        if (!_options.IncludeResults && RealPath.Of(path) is var real && _results.Contains(real, SavesBeside ? Path.GetDirectoryName(real) : _realDestination))
        {
            _observer.OnVerbose($"'{path}' was skipped: it is a result.");
            PassedOver.AddResult(path);
            return [];
        }

        if (_options.RelativeTo is { } root)
        {
            if (PathRules.Below(root, Path.GetDirectoryName(path) ?? path) is not { } below)
            {
                return [FoundInput.Failed(ErrorIds.ImageOutsideFolder, path, $"'{path}' is not below '{root}', the folder of -RelativeTo (--relative-to).")];
            }

            relative = below;
        }

        return [FoundInput.Of(source, relative)];
    }

    private bool IsNew(ImageSource source)
    {
        if (_seen.Add($"{(source.Path is { } path ? RealPath.Of(path) : source.Uri!.IsAbsoluteUri ? source.Uri.AbsoluteUri : source)}\0{Job}"))
        {
            return true;
        }

        _observer.OnVerbose($"'{source}' was specified before; it is used once.");
        return false;
    }

    /// <summary>The folder that the relative folders of a listing's items count from.</summary>
    private string ListedRoot(string path)
    {
        if (Destination is { } destination && PathRules.Below(destination, path) is { Length: > 0 })
        {
            return destination;
        }

        if (PathRules.Below(_options.CurrentDirectory, path) is { Length: > 0 })
        {
            return _options.CurrentDirectory;
        }

        var folder = Path.GetDirectoryName(path) ?? path;
        return _listedRoot = _listedRoot is null ? folder : PathRules.Common(_listedRoot, folder);
    }

    private FoundInput[] PassOverSystem(string path)
    {
        _observer.OnVerbose($"'{path}' was skipped: it is a hidden or system file.");
        PassedOver.AddSystem();
        return [];
    }

    private enum Rule
    {
        /// <summary>Included whatever its name.</summary>
        Named,

        /// <summary>Included when it has the extension of an image.</summary>
        Listed,
    }
}
