using System.Security.Cryptography;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Images;

/// <summary>A file that gets its final name only when it is complete.</summary>
/// <remarks>The bytes are written to a hidden temporary file in the same folder, flushed to disk, and renamed.</remarks>
internal sealed class AtomicFile : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _temporary;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private FileStream? _stream;

    private AtomicFile(string folder)
    {
        _folder = folder;
        _temporary = Path.Combine(folder, $".{Guid.NewGuid():N}{TemporarySuffix}");
        _stream = new FileStream(_temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        });
    }

    // Much longer than the moment between the last byte of a temporary file and its final name, in which no process has it open.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(1);

    /// <summary>The suffix of temporary files.</summary>
    internal const string TemporarySuffix = ".skinenhance-part";

    /// <summary>How many bytes were written.</summary>
    internal long Length { get; private set; }

    /// <summary>The SHA-256 of the bytes written, in hex.</summary>
    internal string Sha256() => Convert.ToHexString(_hash.GetCurrentHash());

    /// <summary>Deletes temporary files of killed runs in a folder: those that no process has open or has written to for an hour.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <param name="now">The time.</param>
    internal static void Sweep(string folder, DateTimeOffset now)
    {
        try
        {
            var hiddenToo = new EnumerationOptions { AttributesToSkip = FileAttributes.None };
            foreach (var part in new DirectoryInfo(folder).EnumerateFiles($".*{TemporarySuffix}", hiddenToo).Where(part => now.UtcDateTime - FileTime.WrittenUtc(part.FullName) > AbandonedAfter))
            {
                Remove(part.FullName);
            }
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            // A leftover takes disk space only; errors that matter are reported when the folder is written to.
        }

        static void Remove(string path)
        {
            try
            {
                // A process opens its temporary file exclusively, so this fails while it is alive.
                using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete);
                FileChange.Delete(path);
            }
            catch (Exception failure) when (IoErrors.IsIo(failure))
            {
                // In use by another process, or deleted.
            }
        }
    }

    /// <summary>Creates a file in a folder, which is created when it does not exist.</summary>
    /// <exception cref="ResultException">The folder cannot be created or written, or its name is not valid on Windows.</exception>
    internal static AtomicFile Create(string folder)
    {
        try
        {
            for (var missing = folder; missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing))
            {
                CheckName(folder, Path.GetFileName(missing));
            }

            Directory.CreateDirectory(folder);
            return new AtomicFile(folder);
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            throw WriteError(folder, failure);
        }
    }

    /// <summary>Checks that a folder is writable: creates it, and creates and deletes a file in it.</summary>
    /// <exception cref="ResultException">It is not writable.</exception>
    internal static async Task ProbeAsync(string folder)
    {
        var probe = Create(folder);
        await probe.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Checks that a folder could be written without creating it, with the nearest existing parent.</summary>
    /// <exception cref="ResultException">It cannot be created or written.</exception>
    internal static async Task ProbeWithoutMakingAsync(string folder)
    {
        var nearest = folder;
        while (!Directory.Exists(nearest) && Path.GetDirectoryName(nearest) is { } parent)
        {
            CheckName(folder, Path.GetFileName(nearest));
            if (File.Exists(nearest))
            {
                throw WriteError(folder, new IOException($"'{nearest}' is a file."));
            }

            nearest = parent;
        }

        await ProbeAsync(nearest).ConfigureAwait(false);
    }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="ResultException">The disk is full or the write fails.</exception>
    internal async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _stream!.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            _hash.AppendData(bytes.Span);
            Length += bytes.Length;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            throw WriteError(_folder, failure);
        }
    }

    /// <summary>Discards the bytes written, for another attempt.</summary>
    /// <exception cref="ResultException">The write fails.</exception>
    internal void Restart()
    {
        try
        {
            _stream!.SetLength(0);
            _hash.GetHashAndReset();
            Length = 0;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            throw WriteError(_folder, failure);
        }
    }

    /// <summary>Gives the file its final name: the first of several that is free, or that of a file with the same bytes, which an interrupted
    /// run saved.</summary>
    /// <param name="names">The file names.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <param name="announce">Receives each path before it is tried.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="ResultException">Files with all these names exist, or the rename fails.</exception>
    internal async ValueTask<string> CommitAsync(IEnumerable<string> names, bool overwrite, Action<string>? announce = null)
    {
        var path = _folder;
        try
        {
            var stream = _stream!;
            stream.Flush(flushToDisk: true);
            await stream.DisposeAsync().ConfigureAwait(false);
            _stream = null;
            foreach (var name in names)
            {
                path = Path.Combine(_folder, name);
                if (!overwrite && File.Exists(path) && !HasSameBytes(path))
                {
                    // The file may be the result of another image, whose record must not change.
                    continue;
                }

                announce?.Invoke(path);
                if (TryMove(path, overwrite) || HasSameBytes(path))
                {
                    return path;
                }
            }

            throw Exists(path);
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            throw WriteError(path, failure);
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    private bool TryMove(string path, bool overwrite)
    {
        try
        {
            FileChange.Move(_temporary, path, overwrite);
            return true;
        }
        catch (Exception failure) when (!overwrite && (IoErrors.IsAlreadyThere(failure) || File.Exists(path)))
        {
            return false;
        }
    }

    /// <summary>Deletes the temporary file if it has no final name yet.</summary>
    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        if (_stream is { } stream)
        {
            _stream = null;
            try
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
            catch (IOException)
            {
                // On a full disk even closing may fail; the temporary file is deleted regardless.
            }
        }

        try
        {
            FileChange.Delete(_temporary);
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            // The first error is the one to report; a leftover is hidden and has no final name.
        }
    }

    // Such a name is most often a mistake, and Windows removes the space or the dot: the results would be in another folder there.
    private static void CheckName(string folder, string name)
    {
        if (name != name.Trim() || name.EndsWith('.'))
        {
            throw new ResultException(new EnhanceError
            {
                Id = ErrorIds.DestinationNotWritable,
                Target = folder,
                Message = $"The folder '{folder}' is not created: the name '{name}' begins or ends with a space, or ends with a dot.",
            });
        }
    }

    private bool HasSameBytes(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return file.Length == Length && Convert.ToHexString(SHA256.HashData(file)) == Sha256();
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            return false;
        }
    }

    internal static ResultException Exists(string path) => new(new EnhanceError
    {
        Id = ErrorIds.OutputExists,
        Target = path,
        Message = $"'{path}' exists already.",
    });

    internal static ResultException WriteError(string path, Exception failure) => new(
        new EnhanceError
        {
            Id = IoErrors.IsDiskFull(failure) ? ErrorIds.DiskFull : ErrorIds.DestinationNotWritable,
            Target = path,
            Message = IoErrors.IsDiskFull(failure) ? $"The disk is full at '{path}'." : $"'{path}' cannot be written: {failure.Message}",
        },
        failure);
}
