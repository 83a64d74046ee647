using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Inputs;

/// <summary>How paths are read.</summary>
public sealed record InputOptions
{
    /// <summary>Where relative paths begin.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>Whether folders are taken with all below them. Default false.</summary>
    public bool Recurse { get; init; }

    /// <summary>The folder below which results keep the folders of their images, as a full path; null for the folder that was given.</summary>
    public string? RelativeTo { get; init; }

    /// <summary>Which images of those found are taken; all by default.</summary>
    public InputFilter Filter { get; init; } = new();

    /// <summary>Whether results are taken too. Default false: they are passed over.</summary>
    public bool IncludeResults { get; init; }

    /// <summary>The operations, by whose names results in the destination are told.</summary>
    public IReadOnlyList<OperationDescriptor> Operations { get; init; } = [];

    /// <summary>Knows the results of earlier runs; null when there is no ledger.</summary>
    public SubmissionLedger? Ledger { get; init; }
}

/// <summary>What a path led to: an image, or the reason why there is none.</summary>
/// <param name="Source">The image; null with an error.</param>
/// <param name="RelativeFolder">The image's folder below the folder that counts; results keep it below the destination. Empty for none.</param>
/// <param name="Error">Why there is no image.</param>
public sealed record FoundInput(ImageSource? Source, string RelativeFolder, EnhanceError? Error)
{
    internal static FoundInput Of(ImageSource source, string relativeFolder = "") => new(source, relativeFolder, null);

    internal static FoundInput Unreadable(string folder, Exception failure) => UnreadableName(folder)
        ?? Failed(ErrorIds.ImageNotReadable, folder, $"The folder '{folder}' cannot be read: {failure.Message}");

    /// <summary>The error for a name that this platform cannot pass back to the file system; null when that is not the cause.</summary>
    internal static FoundInput? UnreadableName(string path) =>
        path.Contains('\uFFFD', StringComparison.Ordinal) && !File.Exists(path) && !Directory.Exists(path)
            ? Failed(ErrorIds.ImageNotReadable, path, $"'{path}' cannot be opened: its name is not valid UTF-8. Rename it, such as with convmv.")
            : null;

    internal static FoundInput Failed(string id, string target, string message) =>
        new(null, string.Empty, new EnhanceError { Id = id, Target = target, Message = message });
}
