using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Inputs;

/// <summary>Filters files by name and time. Names are compared case-insensitively on every platform.</summary>
public sealed record InputFilter
{
    private static readonly char[] Separators = ['/', Path.DirectorySeparatorChar];

    private readonly IReadOnlyList<string> _include = [];
    private readonly IReadOnlyList<string> _exclude = [];

    /// <summary>Patterns with <c>*</c> and <c>?</c>, one of which a file's name must match; all files when empty.</summary>
    /// <exception cref="InvalidParameterException">A pattern is empty or a path.</exception>
    public IReadOnlyList<string> Include { get => _include; init => _include = Check(nameof(Include), value); }

    /// <summary>Patterns that must match neither a file's name nor that of a folder between the input folder and the file.</summary>
    /// <exception cref="InvalidParameterException">A pattern is empty or a path.</exception>
    public IReadOnlyList<string> Exclude { get => _exclude; init => _exclude = Check(nameof(Exclude), value); }

    /// <summary>Only files that were last written after this time; null for no limit.</summary>
    public DateTimeOffset? Newer { get; init; }

    /// <summary>Whether a file passes the filter.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="folders">Its folders relative to the input folder.</param>
    internal bool Passes(string path, string folders)
    {
        var name = Path.GetFileName(path);
        return (Include.Count == 0 || Matches(Include, name))
            && (Exclude.Count == 0 || !(Matches(Exclude, name) || folders.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Any(IsExcluded)))
            && (Newer is not { } time || !File.Exists(path) || FileTime.WrittenUtc(path) > time.UtcDateTime);
    }

    /// <summary>Whether a folder is excluded with all below it.</summary>
    /// <param name="name">The folder's name.</param>
    internal bool IsExcluded(string name) => Matches(Exclude, name);

    private static bool Matches(IReadOnlyList<string> patterns, string name) => patterns.Any(pattern => WildcardPath.IsMatch(pattern, name, ignoreCase: true));

    private static IReadOnlyList<string> Check(string parameter, IReadOnlyList<string> patterns) =>
        patterns.FirstOrDefault(pattern => pattern.Trim().Length == 0 || pattern.IndexOfAny(Separators) >= 0) is { } wrong
            ? throw new InvalidParameterException(new EnhanceError
            {
                Id = ErrorIds.ParameterNotAllowed,
                Target = parameter,
                Message = $"-{parameter} (--{parameter.ToLowerInvariant()}) accepts names with * and ?, not paths; the value is '{wrong}'.",
            })
            : patterns;
}
