namespace SkinEnhance.Core.Ledger;

/// <summary>The exclusive right to work on one submission, across processes and hosts, until disposed.</summary>
internal sealed class LedgerClaim : IDisposable
{
    private readonly ClaimBook _book;
    private int _released;

    internal LedgerClaim(ClaimBook book, string path) => (_book, Path) = (book, path);

    /// <summary>The claim's file.</summary>
    internal string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _book.Release(this);
        }
    }
}
