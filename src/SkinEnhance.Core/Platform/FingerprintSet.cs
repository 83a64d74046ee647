using System.Security.Cryptography;
using System.Text;

namespace SkinEnhance.Core.Platform;

/// <summary>A set of texts that stores 16 bytes for each, so that thousands of paths use little memory. Thread-safe.</summary>
/// <param name="ignoreCase">Whether texts that differ in case only are the same.</param>
public sealed class FingerprintSet(bool ignoreCase)
{
    private readonly HashSet<UInt128> _fingerprints = [];

    /// <summary>Adds a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>False when the set contains it already.</returns>
    public bool Add(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fingerprint = Of(text);
        lock (_fingerprints)
        {
            return _fingerprints.Add(fingerprint);
        }
    }

    /// <summary>Whether a text was added.</summary>
    /// <param name="text">The text.</param>
    public bool Contains(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fingerprint = Of(text);
        lock (_fingerprints)
        {
            return _fingerprints.Contains(fingerprint);
        }
    }

    /// <summary>Removes a text.</summary>
    /// <param name="text">The text; it need not be in the set.</param>
    public void Remove(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fingerprint = Of(text);
        lock (_fingerprints)
        {
            _fingerprints.Remove(fingerprint);
        }
    }

    private UInt128 Of(string text)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(ignoreCase ? text.ToUpperInvariant() : text));
        return new UInt128(BitConverter.ToUInt64(digest, 0), BitConverter.ToUInt64(digest, 8));
    }
}
