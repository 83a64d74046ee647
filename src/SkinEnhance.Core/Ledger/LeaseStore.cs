using System.Collections.Concurrent;
using System.Text.Json;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Ledger;

/// <summary>Leases on submissions: files created exclusively, each with its owner's data.</summary>
/// <remarks>
/// A lease of this host is dead when its process has ended; one of another host, when its file was not renewed for a lease's duration. A
/// dead lease is taken over under a lock file of the folder, so that only one of several processes removes it.
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

        // Created with the first lease: a ledger that is only read needs no timer and no disposal.
        _renewal = new Lazy<ITimer>(() => time.CreateTimer(_ => RenewLeases(), null, RenewalInterval, RenewalInterval));
    }

    /// <summary>Leases a submission.</summary>
    /// <param name="path">The lease's file; its folder exists.</param>
    /// <param name="oddity">A warning about an existing lease; null for none. Each warning is returned once.</param>
    /// <returns>The lease; null while another living process holds it.</returns>
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

    /// <summary>Whether another living process appears to hold a lease. Nothing is written, so the age of another host's lease is measured by
    /// this host's clock, which may differ from the file system's; only <see cref="TryLease"/> decides.</summary>
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
            // Under the lock, so that no process takes the lease over between the check and the deletion.
            using var guard = Lock(lease.Path);
            if (lease.IsHeld)
            {
                FileChange.Delete(lease.Path);
            }
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            // The lease ends with the process, or when it is not renewed.
        }
    }

    /// <summary>Whether a lease's file still has its owner's data.</summary>
    internal static bool IsOwnedBy(string path, LeaseOwner owner)
    {
        // Compared as bytes: the first use of a deserializer would cost the first image more time than all other work on its lease.
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

    /// <summary>Creates a lease's file with its content at once: a process that is killed must not leave a lease without an owner.</summary>
    /// <returns>False when it exists already.</returns>
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
            // On a file system without locks, two processes may get here.
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

        // An unreadable lease is damaged; its owner may be alive, so it lasts for a lease's duration as well.
        return now(Path.GetDirectoryName(path)!) - FileTime.WrittenUtc(path) > Duration;
    }

    /// <summary>Sets the time of a lease that is dated in the future to now: otherwise it would never expire. A living owner renews it.</summary>
    /// <returns>A warning; null when the date is not in the future, or the owner is a process of this host.</returns>
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
            $"the lease '{path}' of host '{owner?.Host ?? "unknown"}' is dated {written:u}, in the future. It is taken over unless its owner renews it within {Duration.TotalSeconds:0} s.");
    }

    /// <summary>The time by the file system's clock: the clocks of two hosts may differ by more than a lease's duration.</summary>
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

    // The system releases a lock when its process ends, so a process that dies here does not block others.
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
                // Another process is between two file operations, and there is no event for the end of a lock.
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
                // Rewritten instead of setting its time: the time must be that of the file system, as in FolderNow.
                using var file = new FileStream(lease.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                if (JsonSerializer.Deserialize(file, LedgerJson.Default.LeaseOwner)?.Nonce == lease.Owner.Nonce)
                {
                    file.Position = 0;
                    file.Write(Bytes(lease.Owner));
                }
            }
            catch (Exception failure) when (failure is JsonException || IoErrors.IsIo(failure))
            {
                // The next renewal tries again.
            }
        }
    }
}
