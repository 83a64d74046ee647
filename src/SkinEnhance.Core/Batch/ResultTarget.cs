using SkinEnhance.Core.Images;
using SkinEnhance.Core.Inputs;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Batch;

/// <summary>Where the results of one image are saved.</summary>
internal sealed record ResultTarget
{
    private static readonly ImageFormat[] Formats = [.. Enum.GetValues<ImageFormat>().Where(format => format != ImageFormat.Unknown)];

    private readonly OutputNameTemplate? _template;
    private readonly OutputNameValues _values;
    private readonly IReadOnlyList<string> _stems;

    private ResultTarget(string folder, IReadOnlyList<string> stems, SaveOptions options, OutputNameTemplate? template, OutputNameValues values)
    {
        (Folder, _stems, _template, _values) = (folder, stems, template, values);
        (Stem, OnExisting, MaximumBytes) = (stems[0], options.OnExisting, options.MaximumBytes);
        IsDestination = !options.BesideSource && PathRules.Comparer.Equals(folder, Path.GetFullPath(options.Destination));
    }

    // The stem before scales became part of names.
    private string? Former { get; init; }

    internal string Folder { get; }

    internal string Stem { get; private init; }

    internal ExistingFileAction OnExisting { get; }

    /// <summary>Whether existing files are replaced.</summary>
    internal bool IsReplacing => OnExisting == ExistingFileAction.Replace;

    internal long MaximumBytes { get; }

    /// <summary>Whether the folder is the destination itself, not a folder below it or the folder of the source.</summary>
    internal bool IsDestination { get; }

    /// <summary>Whether the name contains the task's id.</summary>
    internal bool NeedsTaskId => _template?.NeedsTaskId == true;

    /// <summary>The stem for a plan: a placeholder replaces the task's id.</summary>
    internal string Expected => NeedsTaskId ? _template!.Expand(_values with { TaskId = $"{{{nameof(OutputNameValues.TaskId)}}}" }).Stem : Stem;

    /// <summary>The common path prefix of all results; two images must not share it.</summary>
    internal string Identity => Path.Combine(Folder, Stem);

    /// <summary>The same target with other names that distinguish it, without end.</summary>
    internal IEnumerable<ResultTarget> Alternatives() =>
        _stems.Select(stem => this with { Stem = stem }).Concat(Numbered());

    /// <summary>The same target with its own name and a number, without end.</summary>
    internal IEnumerable<ResultTarget> Numbered() =>
        Enumerable.Range(2, int.MaxValue - 2).Select(number => this with { Stem = OutputName.Numbered(_stems[0], number) });

    /// <summary>The names that one result may have, the preferred one first.</summary>
    /// <param name="number">The result's position, from 1.</param>
    /// <param name="count">How many results there are.</param>
    /// <param name="extension">The result's extension, with its dot.</param>
    internal IEnumerable<string> FileNames(int number, int count, string extension)
    {
        IEnumerable<ResultTarget> places = OnExisting == ExistingFileAction.Rename ? Numbered().Prepend(this) : [this];
        return places.Select(place => OutputName.Of(place.Stem, number, count, ImageFormat.Unknown) + extension);
    }

    /// <summary>The same target for a task whose id is known.</summary>
    internal ResultTarget For(EnhanceTask task) =>
        NeedsTaskId ? this with { Stem = _template!.Expand(_values with { TaskId = task.TaskId ?? task.RecordId }).Stem } : this;

    /// <summary>Whether a saved result is at its target: in the folder, with one of the names that this image may have there.</summary>
    internal bool Holds(string saved)
    {
        if (!PathRules.Comparer.Equals(Path.GetDirectoryName(saved), Folder))
        {
            return false;
        }

        var stem = OutputName.Unnumbered(Path.GetFileNameWithoutExtension(saved));
        string[] names = [stem, OutputName.WithoutIndex(stem)];
        return _template is { } template
            ? names.Any(name => template.Matches(name, _values))
            : names.Any(name => _stems.Append(Former).Contains(name, PathRules.Comparer));
    }

    /// <summary>The existing file with the name of one of the results; null for none. A result's format is not known before the download,
    /// so every possible extension counts.</summary>
    internal string? FindExisting() => NeedsTaskId ? null : (
        from format in Formats
        from count in (int[])[1, 2]
        select Path.Combine(Folder, OutputName.Of(Stem, 1, count, format))).FirstOrDefault(File.Exists);

    /// <summary>Computes the target for the results of an image.</summary>
    /// <param name="options">How they are saved.</param>
    /// <param name="source">The image.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="scale">The factor by which it multiplies both sides.</param>
    /// <param name="relativeFolder">The folder that is kept below the destination.</param>
    /// <param name="index">The image's position in the batch.</param>
    /// <param name="now">The local time.</param>
    /// <exception cref="InvalidParameterException">The name pattern is invalid.</exception>
    internal static ResultTarget Of(
        SaveOptions options, ImageSource source, OperationDescriptor operation, int scale, string relativeFolder, int index, DateTimeOffset now)
    {
        var parent = source.Path is { } path ? Path.GetDirectoryName(path) : source.Origin?.Folder;
        var root = Path.GetFullPath(options.BesideSource && parent is not null ? parent : options.Destination);
        if (!options.BesideSource)
        {
            var parts = relativeFolder.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
                .Where(part => part is not ("." or ".."))
                .Select(OutputName.Clean);
            root = Path.Combine([root, .. parts]);
        }

        var baseName = OutputName.BaseName(source);
        var extension = Path.GetExtension(source.Path)?.TrimStart('.') ?? string.Empty;
        var values = new OutputNameValues(
            baseName, extension, operation.CommandName, FormattableString.Invariant($"{scale}x"), index, Path.GetFileName(parent) ?? string.Empty, null, now);
        if (options.OutputName is { } text)
        {
            var template = OutputNameTemplate.Parse(text);
            template.Check(operation);
            var (folder, stem) = template.Expand(values);
            return new ResultTarget(Path.Combine(root, folder), [stem], options, template, values);
        }

        // Images with the same name are distinguished by their extensions, in every run alike.
        var withExtension = extension.Length > 0 ? $"{baseName}-{OutputName.Clean(extension.ToLowerInvariant())}" : baseName;
        var withFolder = values.Folder.Length > 0 ? OutputName.Clean($"{values.Folder}-{baseName}") : baseName;
        string[] names = HasNamesake(source.Path) ? [withExtension, baseName, withFolder] : [baseName, withFolder, withExtension];
        string[] stems = [.. names.Select(name => OutputName.Stem(name, operation, scale)).Distinct()];

        return new ResultTarget(root, stems, options, null, values) { Former = OutputName.Stem(baseName, operation, scale: 1) };
    }

    private static bool HasNamesake(string? path) =>
        path is not null && InputNames.ImageExtensions.Any(extension =>
            !string.Equals(extension, Path.GetExtension(path), StringComparison.OrdinalIgnoreCase) && File.Exists(Path.ChangeExtension(path, extension)));
}
