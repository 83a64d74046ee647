using SkinEnhance.Core.Imaging;

namespace SkinEnhance.Core.Batch;

/// <summary>Where the results of one image go.</summary>
internal sealed class ResultTarget
{
    private static readonly ImageFormat[] Formats = [.. Enum.GetValues<ImageFormat>().Where(format => format != ImageFormat.Unknown)];

    private ResultTarget(string folder, string stem, SaveOptions options) =>
        (Folder, Stem, Force, MaximumBytes) = (folder, stem, options.Force, options.MaximumBytes);

    internal string Folder { get; }

    internal string Stem { get; }

    internal bool Force { get; }

    internal long MaximumBytes { get; }

    /// <summary>The path that all results begin with; two images may not share it.</summary>
    internal string Identity => Path.Combine(Folder, Stem);

    internal static ResultTarget Of(SaveOptions options, ImageSource source, OperationDescriptor operation, string relativeFolder)
    {
        var stem = OutputName.Stem(source, operation);
        if (options.BesideSource)
        {
            var beside = source.Path is { } path ? Path.GetDirectoryName(path) : source.Origin?.Folder;
            return new ResultTarget(Path.GetFullPath(beside ?? options.Destination), stem, options);
        }

        var parts = relativeFolder.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part is not ("." or ".."))
            .Select(OutputName.Clean);
        return new ResultTarget(Path.GetFullPath(Path.Combine([options.Destination, .. parts])), stem, options);
    }

    /// <summary>Throws when the results could not be saved, so that nothing is paid for in vain.</summary>
    /// <param name="isWritable">Whether the folder is known to be.</param>
    /// <exception cref="ResultException">The folder cannot be written, or a result exists and is not to be replaced.</exception>
    internal async Task CheckAsync(bool isWritable = false)
    {
        if (!Force && Candidates().FirstOrDefault(File.Exists) is { } existing)
        {
            throw AtomicFile.Exists(existing);
        }

        if (!isWritable)
        {
            var probe = AtomicFile.Create(Folder);
            await probe.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The format of a result is not known before it is there, so every one that it may have counts.
    private IEnumerable<string> Candidates() =>
        from format in Formats
        from count in (int[])[1, 2]
        select Path.Combine(Folder, OutputName.Of(Stem, 1, count, format));
}
