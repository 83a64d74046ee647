using System.Buffers;
using System.Security.Cryptography;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Images;

/// <summary>Opens image files for the check and the upload.</summary>
internal static class ImageFile
{
    private const int PieceLength = 64 * 1024;

    /// <summary>Opens a file for reading; other processes may read, delete or rename it.</summary>
    /// <remarks>Unbuffered: uploads read large pieces, and the header reader a few bytes.</remarks>
    /// <exception cref="IOException">It is not a regular file; opening a pipe would block.</exception>
    internal static FileStream Open(string path, bool sequential) =>
        FileKind.IsSpecial(path)
            ? throw new IOException("It is a pipe, a socket or a device, not a regular file.")
            : new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Mode = FileMode.Open,
                Share = FileShare.Read | FileShare.Delete,
                BufferSize = sequential ? 0 : 4096,
                Options = sequential ? FileOptions.Asynchronous | FileOptions.SequentialScan : FileOptions.None,
            });

    /// <summary>Opens a checked image for upload.</summary>
    /// <exception cref="InvalidImageException">It does not exist any more, cannot be read, or has changed since the check.</exception>
    internal static FileStream OpenForUpload(ProviderSubmission submission)
    {
        var path = submission.Source.Path!;
        FileStream stream;
        try
        {
            stream = Open(path, sequential: true);
        }
        catch (Exception failure) when (IoErrors.IsNotFound(failure))
        {
            throw Changed(path, "it does not exist any more", failure);
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            var error = new EnhanceError { Id = ErrorIds.ImageNotReadable, Target = path, Message = $"'{path}' cannot be read: {failure.Message}" };
            throw new InvalidImageException(error, failure);
        }

        if (stream.Length == submission.Image!.Length && FileTime.WrittenUtc(path) == submission.ImageWrittenUtc)
        {
            return stream;
        }

        var seen = stream.Length;
        stream.Dispose();
        throw Changed(path, $"it had {submission.Image.Length} bytes at the check and has {seen} now, or was written again");
    }

    /// <summary>Computes the SHA-256 of a checked image in hex, a piece at a time.</summary>
    /// <exception cref="InvalidImageException">It does not exist any more, has changed, or cannot be read.</exception>
    internal static async Task<string> HashAsync(ProviderSubmission submission, CancellationToken cancellationToken)
    {
        var path = submission.Source.Path!;
        try
        {
            var file = OpenForUpload(submission);
            await using (file.ConfigureAwait(false))
            {
                return await HashAsync(file, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            var error = new EnhanceError { Id = ErrorIds.ImageNotReadable, Target = path, Message = $"'{path}' cannot be read: {failure.Message}" };
            throw new InvalidImageException(error, failure);
        }
    }

    internal static InvalidImageException Changed(string path, string how, Exception? inner = null) => new(
        new EnhanceError { Id = ErrorIds.ImageChanged, Target = path, Message = $"'{path}' changed before it was sent: {how}." }, inner);

    /// <remarks>SHA256.HashDataAsync reads 4 KiB at a time through the thread pool, which costs more than the hash.</remarks>
    private static async Task<string> HashAsync(FileStream file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            for (int read; (read = await file.ReadAsync(piece.AsMemory(0, PieceLength), cancellationToken).ConfigureAwait(false)) > 0;)
            {
                hash.AppendData(piece, 0, read);
            }

            return Convert.ToHexString(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
