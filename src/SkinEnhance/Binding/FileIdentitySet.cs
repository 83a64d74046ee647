using System.Security.Cryptography;
using System.Text;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Binding;

/// <summary>Remembers files, 16 bytes each, so that ten thousand names cost nothing worth mentioning.</summary>
internal sealed class FileIdentitySet
{
    private readonly HashSet<UInt128> _seen = [];

    /// <summary>Adds a file, links followed.</summary>
    /// <returns>False when it was there already.</returns>
    internal bool Add(string path)
    {
        var real = RealPath.Of(Path.GetFullPath(path));

        // Where file names ignore case, two spellings are one file.
        var identity = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? real.ToUpperInvariant() : real;
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(identity));
        return _seen.Add(new UInt128(BitConverter.ToUInt64(digest, 0), BitConverter.ToUInt64(digest, 8)));
    }
}
