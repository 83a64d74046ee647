namespace SkinEnhance.Core.Ledger;

/// <summary>A result file, announced before it takes its final name.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in hex.</param>
internal sealed record LedgerOutput(string Path, long Length, string Sha256);
