using System.Security.Cryptography;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Emulator.Files;

/// <summary>A private temporary folder for uploads.</summary>
internal sealed class SpoolFolder : IDisposable
{
    private readonly TrialFolder _folder = new("skinenhance-emulator-");

    /// <summary>Creates a file in the spool.</summary>
    /// <returns>Its writer.</returns>
    public SpoolWriter Create() => new(Path.Combine(_folder.Path, Guid.NewGuid().ToString("N")));

    public void Dispose() => _folder.Dispose();
}

/// <summary>A received file in the spool.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Image">The data in its header; <see langword="null"/> for a damaged image.</param>
internal sealed record SpooledFile(string Path, string Sha256, long Length, ImageInfo? Image);

/// <summary>Writes and hashes one file of the spool.</summary>
internal sealed class SpoolWriter(string path) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 64 * 1024);
    private bool _complete;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _file.Write(bytes);
    }

    /// <summary>Completes the file and reads its header.</summary>
    /// <returns>The file.</returns>
    public SpooledFile Complete()
    {
        _complete = true;
        _file.Flush();
        _file.Position = 0;
        return new SpooledFile(path, Convert.ToHexString(_hash.GetHashAndReset()).ToLowerInvariant(), _file.Length, Probe(_file));
    }

    public void Dispose()
    {
        _hash.Dispose();
        _file.Dispose();
        if (!_complete)
        {
            File.Delete(path);
        }
    }

    private static ImageInfo? Probe(Stream image)
    {
        try
        {
            return ImageHeader.Read(image);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
