using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Inputs;

/// <summary>How paths are resolved.</summary>
public sealed record InputOptions
{
    /// <summary>The base of relative paths.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>Whether folders include all below them. Default false.</summary>
    public bool Recurse { get; init; }

    /// <summary>The folder that results' folders are relative to, as a full path; null for the input folder.</summary>
    public string? RelativeTo { get; init; }

    /// <summary>The filter on files that are found; by default all pass.</summary>
    public InputFilter Filter { get; init; } = new();

    /// <summary>Whether results are included. Default false: they are skipped.</summary>
    public bool IncludeResults { get; init; }

    /// <summary>The operations, whose names identify results in the destination.</summary>
    public IReadOnlyList<OperationDescriptor> Operations { get; init; } = [];

    /// <summary>The ledger with the results of earlier runs; null for none.</summary>
    public SubmissionLedger? Ledger { get; init; }
}

/// <summary>An image that was found, or an error.</summary>
/// <param name="Source">The image; null with an error.</param>
/// <param name="RelativeFolder">The image's relative folder; its result keeps it below the destination. Empty for none.</param>
/// <param name="Error">The error; null with an image.</param>
public sealed record FoundInput(ImageSource? Source, string RelativeFolder, EnhanceError? Error)
{
    internal static FoundInput Of(ImageSource source, string relativeFolder = "") => new(source, relativeFolder, null);

    internal static FoundInput Unreadable(string folder, Exception failure) => UnreadableName(folder)
        ?? Failed(ErrorIds.ImageNotReadable, folder, $"The folder '{folder}' cannot be read: {failure.Message}");

    /// <summary>The error for a file name that .NET cannot represent; null for any other name.</summary>
    internal static FoundInput? UnreadableName(string path) =>
        path.Contains('\uFFFD', StringComparison.Ordinal) && !File.Exists(path) && !Directory.Exists(path)
            ? Failed(ErrorIds.ImageNotReadable, path, $"'{path}' cannot be opened: its name is not valid UTF-8. Rename it, for example with convmv.")
            : null;

    internal static FoundInput Failed(string id, string target, string message) =>
        new(null, string.Empty, new EnhanceError { Id = id, Target = target, Message = message });
}
