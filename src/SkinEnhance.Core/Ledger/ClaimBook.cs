using System.Collections.Concurrent;
using System.Text.Json;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Ledger;

/// <summary>Claims on submissions: files made by exclusive create, which say who made them.</summary>
/// <remarks>
/// On the same host a claim is dead when its process is; from another host, when its file was not touched for a lease. Taking over a
/// dead claim happens under a lock file of the folder, so that of two that see it dead only one removes it.
/// </remarks>
internal sealed class ClaimBook : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    private readonly string _host;
    private readonly ConcurrentDictionary<LedgerClaim, byte> _held = new();
    private readonly Lazy<ITimer> _heartbeat;

    internal ClaimBook(string host, TimeProvider time)
    {
        _host = host;

        // Not before there is a claim: a ledger that is only read needs no timer, and nobody need dispose it.
        _heartbeat = new Lazy<ITimer>(() => time.CreateTimer(_ => Beat(), null, Heartbeat, Heartbeat));
    }

    /// <summary>Claims a submission.</summary>
    /// <param name="path">The claim's file; its folder exists.</param>
    /// <param name="oddity">A sentence about a claim that is in the way, for a warning; null for none. Each oddity is told once.</param>
    /// <returns>The claim; null while somebody else who is alive holds it.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal LedgerClaim? TryClaim(string path, out string? oddity)
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

        var owner = ClaimOwner.Current(_host);
        if (!TryCreate(path, owner))
        {
            return null;
        }

        var claim = new LedgerClaim(this, path, owner);
        _held.TryAdd(claim, 0);
        _ = _heartbeat.Value;
        return claim;
    }

    /// <summary>Whether somebody who is alive seems to hold a claim. Nothing is written to find out, so that the age of another host's claim is
    /// taken by this host's clock, which may differ from the folder's; <see cref="TryClaim"/> alone decides.</summary>
    /// <param name="path">The claim's file.</param>
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
        if (_heartbeat.IsValueCreated)
        {
            _heartbeat.Value.Dispose();
        }

        foreach (var claim in _held.Keys)
        {
            claim.Dispose();
        }
    }

    internal void Release(LedgerClaim claim)
    {
        _held.TryRemove(claim, out _);
        try
        {
            // Under the lock nobody can take it over between the look and the removal.
            using var guard = Lock(claim.Path);
            if (claim.IsHeld)
            {
                FileChange.Delete(claim.Path);
            }
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            // It dies with the process, or with its lease.
        }
    }

    /// <summary>Whether a claim's file still says what its owner wrote.</summary>
    internal static bool Says(string path, ClaimOwner owner)
    {
        // Compared as bytes: the first use of a deserializer would cost the first image more time than all the rest of its claim.
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

    private static ClaimOwner? ReadOwner(string path)
    {
        try
        {
            using var file = Open(path);
            return JsonSerializer.Deserialize(file, LedgerJson.Default.ClaimOwner);
        }
        catch (Exception failure) when (failure is JsonException || IoErrors.IsIo(failure))
        {
            return null;
        }
    }

    /// <summary>Makes a claim's file, whole from its first moment: who is killed while he writes must not leave a claim that names no owner.</summary>
    /// <returns>False when it is there already.</returns>
    private static bool TryCreate(string path, ClaimOwner owner)
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

    private static byte[] Bytes(ClaimOwner owner) => JsonSerializer.SerializeToUtf8Bytes(owner, LedgerWriteJson.Default.ClaimOwner);

    private bool IsDead(string path, Func<string, DateTime> now)
    {
        var owner = ReadOwner(path);
        if (owner?.IsHere(_host) == true)
        {
            return !owner.IsAlive();
        }

        // What cannot be read was damaged; its owner may be alive, so it gets the lease's time as well.
        return now(Path.GetDirectoryName(path)!) - FileTime.WrittenUtc(path) > Lease;
    }

    /// <summary>Gives a claim that is dated ahead the time of now: it would never be older than its lease. A living owner dates it anew himself.</summary>
    /// <returns>What to say of it; null when its date is as it should be, or its owner is of this host and is looked up.</returns>
    private string? Redate(string path)
    {
        var owner = ReadOwner(path);
        var written = FileTime.WrittenUtc(path);
        var now = FolderNow(Path.GetDirectoryName(path)!);
        if (owner?.IsHere(_host) == true || written - now <= Lease)
        {
            return null;
        }

        File.SetLastWriteTimeUtc(path, now);
        return FormattableString.Invariant(
            $"the claim '{path}' of host '{owner?.Host ?? "unknown"}' was dated {written:u}, ahead of now. It is taken over unless its owner renews it within {Lease.TotalSeconds:0} s.");
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
    private static FileStream Lock(string claim)
    {
        var path = Path.Combine(Path.GetDirectoryName(claim)!, ".lock");
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

    private void Beat()
    {
        foreach (var claim in _held.Keys)
        {
            try
            {
                // Written anew, not given a time: the time must be that of whoever keeps the folder, as in FolderNow.
                using var file = new FileStream(claim.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                if (JsonSerializer.Deserialize(file, LedgerJson.Default.ClaimOwner)?.Nonce == claim.Owner.Nonce)
                {
                    file.Position = 0;
                    file.Write(Bytes(claim.Owner));
                }
            }
            catch (Exception failure) when (failure is JsonException || IoErrors.IsIo(failure))
            {
                // The next beat tries again.
            }
        }
    }
}
