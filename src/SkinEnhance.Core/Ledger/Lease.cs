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

    /// <summary>The content of its file.</summary>
    internal LeaseOwner Owner { get; }

    /// <summary>Whether this process still holds it. Another process may have taken it over while this host slept for longer than a lease.</summary>
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

/// <summary>The owner of a lease.</summary>
/// <param name="Host">The host's name.</param>
/// <param name="Machine">Identifies the system that process ids belong to; see <see cref="ProcessStamp.Machine"/>.</param>
/// <param name="ProcessId">The process id.</param>
/// <param name="Started">When the process started, because ids are reused; see <see cref="ProcessStamp.Of"/>.</param>
/// <param name="Nonce">Distinguishes this lease from any other.</param>
internal sealed record LeaseOwner(string Host, string Machine, int ProcessId, string Started, string Nonce)
{
    private static readonly string OwnStart = ProcessStamp.Of(Environment.ProcessId) ?? ProcessStamp.Hidden;

    internal static LeaseOwner Current(string host) =>
        new(host, ProcessStamp.Machine, Environment.ProcessId, OwnStart, Guid.NewGuid().ToString("N"));

    /// <summary>Whether its process id belongs to this system.</summary>
    internal bool IsHere(string host) => string.Equals(Host, host, StringComparison.OrdinalIgnoreCase) && Machine == ProcessStamp.Machine;

    /// <summary>Whether the process is still running; valid only when <see cref="IsHere"/> is true.</summary>
    internal bool IsAlive() => ProcessStamp.Of(ProcessId) is { } started && (started == Started || started == ProcessStamp.Hidden || Started == ProcessStamp.Hidden);
}
