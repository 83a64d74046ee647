using System.Security.Cryptography;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Ledger;

/// <summary>A result file, announced before it takes its final name.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in hex.</param>
internal sealed record LedgerOutput(string Path, long Length, string Sha256)
{
    /// <summary>Whether a file of this size has the path. Its bytes are not read: a folder of ten thousand results is not to be read at every run.</summary>
    internal bool IsInPlace() => new FileInfo(Path) is { Exists: true } file && file.Length == Length;

    /// <summary>Whether the file at the path has these bytes.</summary>
    internal bool HasBytes()
    {
        try
        {
            if (!IsInPlace())
            {
                return false;
            }

            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Convert.ToHexString(SHA256.HashData(file)) == Sha256;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            return false;
        }
    }
}
