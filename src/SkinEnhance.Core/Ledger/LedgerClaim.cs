namespace SkinEnhance.Core.Ledger;

/// <summary>The exclusive right to work on one submission, across processes and hosts, until disposed.</summary>
internal sealed class LedgerClaim : IDisposable
{
    private readonly ClaimBook _book;
    private int _released;

    internal LedgerClaim(ClaimBook book, string path, ClaimOwner owner) => (_book, Path, Owner) = (book, path, owner);

    /// <summary>The claim's file.</summary>
    internal string Path { get; }

    /// <summary>What its file says.</summary>
    internal ClaimOwner Owner { get; }

    /// <summary>Whether nobody has taken it over in the meantime, as may be after this host slept for longer than a lease.</summary>
    internal bool IsHeld => ClaimBook.Says(Path, Owner);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _book.Release(this);
        }
    }
}
