using System.Security.Cryptography;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Emulator.Files;

/// <summary>A private temporary folder for what is uploaded.</summary>
internal sealed class SpoolFolder : IDisposable
{
    private readonly TrialFolder folder = new("skinenhance-emulator-");

    /// <summary>Begins a file in the spool.</summary>
    /// <returns>Its writer.</returns>
    public SpoolWriter Create() => new(Path.Combine(folder.Path, Guid.NewGuid().ToString("N")));

    public void Dispose() => folder.Dispose();
}

/// <summary>Bytes that were received and lie in the spool.</summary>
/// <param name="Path">Where.</param>
/// <param name="Sha256">Their SHA-256 in lower-case hexadecimal.</param>
/// <param name="Length">How many they are.</param>
/// <param name="Image">What their header says; <see langword="null"/> when it is that of a damaged image.</param>
internal sealed record SpooledFile(string Path, string Sha256, long Length, ImageInfo? Image);

/// <summary>Writes one file of the spool and hashes it on the way.</summary>
internal sealed class SpoolWriter(string path) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream file = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 64 * 1024);
    private bool complete;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        file.Write(bytes);
    }

    /// <summary>Ends the file and reads what its header says.</summary>
    /// <returns>The file.</returns>
    public SpooledFile Complete()
    {
        complete = true;
        file.Flush();
        file.Position = 0;
        return new SpooledFile(path, Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant(), file.Length, Probe(file));
    }

    public void Dispose()
    {
        hash.Dispose();
        file.Dispose();
        if (!complete)
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
