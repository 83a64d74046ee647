using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Inputs;

/// <summary>Turns paths into images, one after the other, each image once: the one rule of which files are meant.</summary>
/// <remarks>
/// What is named is taken, whatever it is called; in a list, unless it is the system's own. What is found, in a folder, by a wildcard or in a listing, is taken when it is called
/// like an image, is not hidden or the system's own, and passes the filter. A result is taken neither way unless that is asked for.
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
    /// <param name="options">How paths are read.</param>
    /// <param name="observer">Is told of what is passed over, and warned of what leads to nothing; null for none.</param>
    public InputFinder(InputOptions options, IEnhanceObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _observer = observer ?? NullObserver.Instance;
        _walk = new FolderWalk(options);
        _results = new ResultFiles(options.Operations, options.Ledger);
    }

    /// <summary>What was found and not taken.</summary>
    public PassedOver PassedOver { get; } = new();

    /// <summary>Where the results go, as a full path; null when nothing is saved. It may change from one call to the next.</summary>
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

    /// <summary>Whether each result goes into the folder of its image, so that every folder is one of results. It may change from one call to
    /// the next. Default false.</summary>
    public bool SavesBeside { get; set; }

    /// <summary>What is to be done with the images: one image is taken once for each job. It may change from one call to the next.</summary>
    public string Job { get; set; } = string.Empty;

    /// <summary>Whether an argument is an address and no path.</summary>
    /// <param name="path">The argument.</param>
    /// <returns>Whether it begins with http:// or https://.</returns>
    public static bool IsAddress(string path) =>
        path.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds what an argument of a command line stands for.</summary>
    /// <param name="argument">A file, folder, wildcard or address.</param>
    /// <returns>Images and errors, as far as the caller reads on.</returns>
    public IEnumerable<FoundInput> Find(string argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        if (!WildcardPath.HasWildcards(argument) || IsAddress(argument))
        {
            return FindNamed(argument);
        }

        // What exists under this very name is meant, whatever wildcards it seems to hold.
        var full = Path.GetFullPath(argument, _options.CurrentDirectory);
        return File.Exists(full) || Directory.Exists(full) ? FindNamed(full) : FindMatches(full);
    }

    /// <summary>Finds what a path stands for that the user named.</summary>
    /// <param name="path">A file, folder or address; wildcards are letters.</param>
    /// <returns>Images and errors; a path to nothing is passed on, to be refused by the check of the image.</returns>
    public IEnumerable<FoundInput> FindNamed(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (IsAddress(path))
        {
            return FindAddress(path);
        }

        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            var message = path.Length == 0 ? "One of the paths is empty." : "There is a null character in the path, which no path may have.";
            return [FoundInput.Failed(ErrorIds.ImageNotFound, path, message)];
        }

        var full = Path.GetFullPath(path, _options.CurrentDirectory);
        return Directory.Exists(full) ? Walk(full, string.Empty, isNamed: true) : Judge(full, string.Empty, Rule.Named);
    }

    /// <summary>Finds what a line of a list of paths stands for, such as <c>find</c> writes.</summary>
    /// <param name="path">A file, folder or address; wildcards are letters.</param>
    /// <returns>As for a path that the user named; nothing when the path leads through what belongs to the system.</returns>
    public IEnumerable<FoundInput> FindInList(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return !IsAddress(path) && IsSystemPath(path) ? PassOverSystem(path) : FindNamed(path);
    }

    /// <summary>Finds what a path stands for that a wildcard led to.</summary>
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

        // A pattern that ends in an extension names it.
        var extension = Path.GetExtension(pattern);
        var rule = extension.Length > 1 && string.Equals(extension, Path.GetExtension(path), StringComparison.OrdinalIgnoreCase) ? Rule.Named : Rule.Listed;
        return Directory.Exists(path) ? Walk(path, string.Empty, isNamed: false) : Judge(path, string.Empty, rule);
    }

    /// <summary>Finds what an item of a listing stands for, such as Get-ChildItem gives.</summary>
    /// <param name="path">The full path of a file or folder.</param>
    /// <returns>Images and errors. Their folders are kept below the current directory, or below the folder that the items of the listing share
    /// as far as it is known; what lies in the destination stays in its place.</returns>
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
        return isFolder ? Walk(path, relative, isNamed: false) : Judge(path, relative, Rule.Listed);
    }

    /// <summary>Takes an image that is meant whatever it is, so that no rule passes it over: an address, or the result that a task stands for.</summary>
    /// <param name="source">The image.</param>
    /// <param name="relativeFolder">The folder that its result keeps below the destination.</param>
    /// <returns>The image; nothing when it was taken before.</returns>
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

        // Those of PowerShell.
        static bool HasWildcards(string part) => WildcardPath.HasWildcards(part) || part.Contains('[', StringComparison.Ordinal);
    }

    /// <summary>Whether an item, or a folder between it and the root, is hidden; the system's own folders count wherever they are.</summary>
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
        return [FoundInput.Failed(ErrorIds.ImageUriNotAccepted, shown, $"'{shown}' is no complete address.")];
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
            _observer.OnVerbose($"'{root}' is the destination and was passed over; it is taken when it is named.");
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
            foreach (var input in isRefused ? [FoundInput.Unreadable(file.Path, file.Refused!)] : Judge(file.Path, Path.Combine(relative, file.Relative), Rule.Listed))
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
        $"The folder '{root}' has no images ({InputNames.ExtensionList}) {(_options.Recurse ? "in it or below it" : "directly in it; -Recurse (--recurse) takes those below it too")}.";

    private IEnumerable<FoundInput> Judge(string path, string relative, Rule rule)
    {
        if (rule == Rule.Listed && !InputNames.IsImage(path))
        {
            _observer.OnVerbose($"'{path}' was passed over: its name is not that of an image.");
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
            _observer.OnVerbose($"'{path}' was passed over: it is a result.");
            PassedOver.AddResult(path);
            return [];
        }

        if (_options.RelativeTo is { } root)
        {
            if (PathRules.Below(root, Path.GetDirectoryName(path) ?? path) is not { } below)
            {
                return [FoundInput.Failed(ErrorIds.ImageOutsideFolder, path, $"'{path}' does not lie below '{root}', to which -RelativeTo (--relative-to) relates the results.")];
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

        _observer.OnVerbose($"'{source}' was given before; it is one image.");
        return false;
    }

    /// <summary>The folder below which the items of a listing keep their folders.</summary>
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
        _observer.OnVerbose($"'{path}' was passed over: it is hidden, or the system's own.");
        PassedOver.AddSystem();
        return [];
    }

    private enum Rule
    {
        /// <summary>Taken whatever it is called.</summary>
        Named,

        /// <summary>Taken when it is called like an image.</summary>
        Listed,
    }
}
