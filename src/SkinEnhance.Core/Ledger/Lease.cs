using SkinEnhance.Core.Platform;

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

/// <summary>Who holds a lease.</summary>
/// <param name="Host">The host's name.</param>
/// <param name="Machine">What makes process ids comparable beyond the name; see <see cref="ProcessStamp.Machine"/>.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="Started">When the process began, since ids are used again; see <see cref="ProcessStamp.Of"/>.</param>
/// <param name="Nonce">Tells this lease from any other.</param>
internal sealed record LeaseOwner(string Host, string Machine, int ProcessId, string Started, string Nonce)
{
    private static readonly string OwnStart = ProcessStamp.Of(Environment.ProcessId) ?? ProcessStamp.Hidden;

    internal static LeaseOwner Current(string host) =>
        new(host, ProcessStamp.Machine, Environment.ProcessId, OwnStart, Guid.NewGuid().ToString("N"));

    /// <summary>Whether its process id can be looked up here.</summary>
    internal bool IsHere(string host) => string.Equals(Host, host, StringComparison.OrdinalIgnoreCase) && Machine == ProcessStamp.Machine;

    /// <summary>Whether the process is still there; to be asked where <see cref="IsHere"/> alone.</summary>
    internal bool IsAlive() => ProcessStamp.Of(ProcessId) is { } started && (started == Started || started == ProcessStamp.Hidden || Started == ProcessStamp.Hidden);
}
