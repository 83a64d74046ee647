using System.Collections.Concurrent;
using System.Text.Json;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Ledger;

/// <summary>Leases on submissions: files made by exclusive create, which say who made them.</summary>
/// <remarks>
/// On the same host a lease is dead when its process is; from another host, when its file was not touched for a lease. Taking over a
/// dead lease happens under a lock file of the folder, so that of two that see it dead only one removes it.
/// </remarks>
internal sealed class LeaseStore : IDisposable
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    private readonly string _host;
    private readonly ConcurrentDictionary<Lease, byte> _held = new();
    private readonly Lazy<ITimer> _renewal;

    internal LeaseStore(string host, TimeProvider time)
    {
        _host = host;

        // Not before there is a lease: a ledger that is only read needs no timer, and nobody need dispose it.
        _renewal = new Lazy<ITimer>(() => time.CreateTimer(_ => RenewLeases(), null, RenewalInterval, RenewalInterval));
    }

    /// <summary>Leases a submission.</summary>
    /// <param name="path">The lease's file; its folder exists.</param>
    /// <param name="oddity">A sentence about a lease that is in the way, for a warning; null for none. Each oddity is told once.</param>
    /// <returns>The lease; null while somebody else who is alive holds it.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal Lease? TryLease(string path, out string? oddity)
    {
        oddity = null;
        using var guard = Lock(path);
        if (File.Exists(path))
        {
            if (!IsDead(path, FolderNow))
            {
                oddity = Redate(path);
                return null;
            }

            FileChange.Delete(path);
        }

        var owner = LeaseOwner.Current(_host);
        if (!TryCreate(path, owner))
        {
            return null;
        }

        var lease = new Lease(this, path, owner);
        _held.TryAdd(lease, 0);
        _ = _renewal.Value;
        return lease;
    }

    /// <summary>Whether somebody who is alive seems to hold a lease. Nothing is written to find out, so that the age of another host's lease is
    /// taken by this host's clock, which may differ from the folder's; <see cref="TryLease"/> alone decides.</summary>
    /// <param name="path">The lease's file.</param>
    internal bool IsHeld(string path)
    {
        try
        {
            return File.Exists(path) && !IsDead(path, static _ => TimeProvider.System.GetUtcNow().UtcDateTime);
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_renewal.IsValueCreated)
        {
            _renewal.Value.Dispose();
        }

        foreach (var lease in _held.Keys)
        {
            lease.Dispose();
        }
    }

    internal void Release(Lease lease)
    {
        _held.TryRemove(lease, out _);
        try
        {
            // Under the lock nobody can take it over between the look and the removal.
            using var guard = Lock(lease.Path);
            if (lease.IsHeld)
            {
                FileChange.Delete(lease.Path);
            }
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            // It dies with the process, or with its lease.
        }
    }

    /// <summary>Whether a lease's file still says what its owner wrote.</summary>
    internal static bool IsOwnedBy(string path, LeaseOwner owner)
    {
        // Compared as bytes: the first use of a deserializer would cost the first image more time than all the rest of its lease.
        var written = Bytes(owner);
        var found = new byte[written.Length + 1];
        try
        {
            using var file = Open(path);
            return found.AsSpan(0, file.ReadAtLeast(found, found.Length, throwOnEndOfStream: false)).SequenceEqual(written);
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            return false;
        }
    }

    private static LeaseOwner? ReadOwner(string path)
    {
        try
        {
            using var file = Open(path);
            return JsonSerializer.Deserialize(file, LedgerJson.Default.LeaseOwner);
        }
        catch (Exception failure) when (failure is JsonException || IoErrors.IsIo(failure))
        {
            return null;
        }
    }

    /// <summary>Makes a lease's file, whole from its first moment: who is killed while he writes must not leave a lease that names no owner.</summary>
    /// <returns>False when it is there already.</returns>
    private static bool TryCreate(string path, LeaseOwner owner)
    {
        var temporary = $"{path}.{owner.Nonce}.tmp";
        try
        {
            using (var file = PrivateFile.Create(temporary, FileMode.CreateNew))
            {
                file.Write(Bytes(owner));
            }

            FileChange.Move(temporary, path);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            // Where a file system knows no locks, two may come this far.
            return false;
        }
        finally
        {
            FileChange.Delete(temporary);
        }
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static byte[] Bytes(LeaseOwner owner) => JsonSerializer.SerializeToUtf8Bytes(owner, LedgerWriteJson.Default.LeaseOwner);

    private bool IsDead(string path, Func<string, DateTime> now)
    {
        var owner = ReadOwner(path);
        if (owner?.IsHere(_host) == true)
        {
            return !owner.IsAlive();
        }

        // What cannot be read was damaged; its owner may be alive, so it gets the lease's time as well.
        return now(Path.GetDirectoryName(path)!) - FileTime.WrittenUtc(path) > Duration;
    }

    /// <summary>Gives a lease that is dated ahead the time of now: it would never be older than its lease. A living owner dates it anew himself.</summary>
    /// <returns>What to say of it; null when its date is as it should be, or its owner is of this host and is looked up.</returns>
    private string? Redate(string path)
    {
        var owner = ReadOwner(path);
        var written = FileTime.WrittenUtc(path);
        var now = FolderNow(Path.GetDirectoryName(path)!);
        if (owner?.IsHere(_host) == true || written - now <= Duration)
        {
            return null;
        }

        File.SetLastWriteTimeUtc(path, now);
        return FormattableString.Invariant(
            $"the lease '{path}' of host '{owner?.Host ?? "unknown"}' was dated {written:u}, ahead of now. It is taken over unless its owner renews it within {Duration.TotalSeconds:0} s.");
    }

    /// <summary>The time by the clock of whoever keeps the folder: two hosts' own clocks may differ by more than a lease.</summary>
    private static DateTime FolderNow(string folder)
    {
        var probe = Path.Combine(folder, $".now-{Guid.NewGuid():N}");
        using (PrivateFile.Create(probe, FileMode.CreateNew))
        {
        }

        var now = File.GetLastWriteTimeUtc(probe);
        FileChange.Delete(probe);
        return now;
    }

    // The system frees a lock with its process, so nobody who dies in here holds up the others.
    private static FileStream Lock(string lease)
    {
        var path = Path.Combine(Path.GetDirectoryName(lease)!, ".lock");
        for (var began = Environment.TickCount64; ;)
        {
            try
            {
                return PrivateFile.Create(path, FileMode.OpenOrCreate);
            }
            catch (IOException busy) when (busy is not (DirectoryNotFoundException or FileNotFoundException) && !IoErrors.IsDiskFull(busy)
                && File.Exists(path) && Environment.TickCount64 - began < LockPatience.TotalMilliseconds)
            {
                // Another process is between two file operations, and a lock file has no event to wait for.
                Thread.Sleep(5);
            }
        }
    }

    private void RenewLeases()
    {
        foreach (var lease in _held.Keys)
        {
            try
            {
                // Written anew, not given a time: the time must be that of whoever keeps the folder, as in FolderNow.
                using var file = new FileStream(lease.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                if (JsonSerializer.Deserialize(file, LedgerJson.Default.LeaseOwner)?.Nonce == lease.Owner.Nonce)
                {
                    file.Position = 0;
                    file.Write(Bytes(lease.Owner));
                }
            }
            catch (Exception failure) when (failure is JsonException || IoErrors.IsIo(failure))
            {
                // The next beat tries again.
            }
        }
    }
}
