using System.Security.Cryptography;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Images;

/// <summary>A file that appears under its final name whole or not at all.</summary>
/// <remarks>The bytes go to a hidden temporary file in the same folder, are flushed to disk, and take the final name by a rename.</remarks>
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

    // Long beyond the moment between a part's last byte and its final name, in which nobody has it open.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(1);

    /// <summary>How temporary files end.</summary>
    internal const string TemporarySuffix = ".skinenhance-part";

    /// <summary>How many bytes were written.</summary>
    internal long Length { get; private set; }

    /// <summary>The SHA-256 of what was written, in hex.</summary>
    internal string Sha256() => Convert.ToHexString(_hash.GetCurrentHash());

    /// <summary>Removes what killed runs left in a folder: hidden parts that nobody has open and nobody wrote to for an hour.</summary>
    /// <param name="folder">The folder; it need not be there.</param>
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
            // It costs room and nothing else; what matters is said when the folder is written to.
        }

        static void Remove(string path)
        {
            try
            {
                // Whoever writes a part holds it alone, so this fails while he lives.
                using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete);
                FileChange.Delete(path);
            }
            catch (Exception failure) when (IoErrors.IsIo(failure))
            {
                // Somebody's, or gone.
            }
        }
    }

    /// <summary>Begins a file in a folder, which is made when it is missing.</summary>
    /// <exception cref="ResultException">The folder cannot be made or written, or would get a name that Windows cannot hold.</exception>
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

    /// <summary>Shows that a folder can be written: makes it, and a file in it that is gone again.</summary>
    /// <exception cref="ResultException">It cannot.</exception>
    internal static async Task ProbeAsync(string folder)
    {
        var probe = Create(folder);
        await probe.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Shows the same of a folder that may be missing, without making it: by the nearest folder above it that is there.</summary>
    /// <exception cref="ResultException">It cannot be made or written.</exception>
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

    /// <summary>Writes on.</summary>
    /// <exception cref="ResultException">The disk is full or refuses.</exception>
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

    /// <summary>Forgets what was written, to begin again.</summary>
    /// <exception cref="ResultException">The disk refuses.</exception>
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

    /// <summary>Gives the file its final name: the first of several that is free, or that of a file with the very same bytes, which an
    /// earlier run named before it ended.</summary>
    /// <param name="names">The file names.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <param name="announce">Hears of each path before it is tried.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="ResultException">Files of all these names exist, or the disk refuses.</exception>
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
                    // What lies there may be the result of another image, and stays known as that.
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

    /// <summary>Removes what has no final name yet.</summary>
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
                // A full disk can refuse even the close; the temporary file is removed all the same.
            }
        }

        try
        {
            FileChange.Delete(_temporary);
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            // The original failure counts; a leftover is hidden and never has a final name.
        }
    }

    // Such a name is most often a slip, and Windows drops the space or the dot: the results would be somewhere else there.
    private static void CheckName(string folder, string name)
    {
        if (name != name.Trim() || name.EndsWith('.'))
        {
            throw new ResultException(new EnhanceError
            {
                Id = ErrorIds.DestinationNotWritable,
                Target = folder,
                Message = $"The folder '{folder}' is not made: the name '{name}' begins or ends with a space or ends with a dot.",
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
