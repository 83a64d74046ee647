namespace SkinEnhance.Core.Imaging;

/// <summary>Opens image files, one way for the check and the upload.</summary>
internal static class ImageFile
{
    /// <summary>Opens a file for reading; others may read it too, and delete or rename it.</summary>
    /// <remarks>The buffer is off: uploads read in large pieces, and the header probe touches a handful of bytes.</remarks>
    internal static FileStream Open(string path, bool sequential) => new(path, new FileStreamOptions
    {
        Access = FileAccess.Read,
        Mode = FileMode.Open,
        Share = FileShare.Read | FileShare.Delete,
        BufferSize = sequential ? 0 : 4096,
        Options = sequential ? FileOptions.Asynchronous | FileOptions.SequentialScan : FileOptions.None,
    });

    /// <summary>Opens a checked image for upload.</summary>
    /// <exception cref="InvalidImageException">It is gone, cannot be read, or is not what was checked.</exception>
    internal static FileStream OpenForUpload(ProviderSubmission submission)
    {
        var path = submission.Source.Path!;
        FileStream stream;
        try
        {
            stream = Open(path, sequential: true);
        }
        catch (Exception failure) when (Platform.IoErrors.IsNotFound(failure))
        {
            throw Changed(path, "it is gone", failure);
        }
        catch (Exception failure) when (Platform.IoErrors.IsIo(failure))
        {
            var error = new EnhanceError { Id = ErrorIds.ImageNotReadable, Target = path, Message = $"'{path}' cannot be read: {failure.Message}" };
            throw new InvalidImageException(error, failure);
        }

        if (stream.Length == submission.Image!.Length && File.GetLastWriteTimeUtc(path) == submission.ImageWrittenUtc)
        {
            return stream;
        }

        var seen = stream.Length;
        stream.Dispose();
        throw Changed(path, $"it had {submission.Image.Length} bytes when it was checked and has {seen} now, or was written again");
    }

    internal static InvalidImageException Changed(string path, string how, Exception? inner = null) => new(
        new EnhanceError { Id = ErrorIds.ImageChanged, Target = path, Message = $"'{path}' changed before it was sent: {how}." }, inner);
}
