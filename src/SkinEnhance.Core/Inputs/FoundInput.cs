namespace SkinEnhance.Core.Inputs;

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
