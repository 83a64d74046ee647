namespace SkinEnhance.Core.Ledger;

/// <summary>The exclusive right to work on one submission, across processes and hosts, until disposed.</summary>
internal sealed class Lease : IDisposable
{
    private readonly LeaseStore _store;
    private int _released;

    internal Lease(LeaseStore store, string path, LeaseOwner owner) => (_store, Path, Owner) = (store, path, owner);

    /// <summary>The lease's file.</summary>
    internal string Path { get; }

    /// <summary>What its file says.</summary>
    internal LeaseOwner Owner { get; }

    /// <summary>Whether nobody has taken it over in the meantime, as may be after this host slept for longer than a lease.</summary>
    internal bool IsHeld => LeaseStore.IsOwnedBy(Path, Owner);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _store.Release(this);
        }
    }
}
