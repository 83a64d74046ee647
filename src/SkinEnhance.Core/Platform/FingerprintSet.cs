using System.Security.Cryptography;
using System.Text;

namespace SkinEnhance.Core.Platform;

/// <summary>A set of texts of which 16 bytes each are kept, so that ten thousand paths cost nothing worth mentioning. Safe from any thread.</summary>
/// <param name="ignoreCase">Whether texts that differ in case alone are the same.</param>
public sealed class FingerprintSet(bool ignoreCase)
{
    private readonly HashSet<UInt128> _fingerprints = [];

    /// <summary>Adds a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>False when it was there already.</returns>
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

    /// <summary>Takes a text out.</summary>
    /// <param name="text">The text; it need not be there.</param>
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
