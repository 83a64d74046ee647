namespace SkinEnhance.Cli.Input;

/// <summary>What a path on the command line led to: an image, or the reason why there is none.</summary>
/// <param name="Source">The image; null with an error.</param>
/// <param name="RelativeFolder">The image's folder below the folder that was given.</param>
/// <param name="Error">Why there is no image.</param>
internal sealed record FoundInput(ImageSource? Source, string RelativeFolder, EnhanceError? Error)
{
    internal static FoundInput Of(ImageSource source, string relativeFolder = "") => new(source, relativeFolder, null);

    internal static FoundInput Missing(string target, string message) => Failed(ErrorIds.ImageNotFound, target, message);

    internal static FoundInput Unreadable(string folder, Exception failure) =>
        Failed(ErrorIds.ImageNotReadable, folder, $"The folder '{folder}' cannot be read: {failure.Message}");

    internal static FoundInput Failed(string id, string target, string message) =>
        new(null, string.Empty, new EnhanceError { Id = id, Target = target, Message = message });
}
