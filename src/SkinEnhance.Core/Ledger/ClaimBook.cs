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
    /// <returns>The claim; null while somebody else who is alive holds it.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal LedgerClaim? TryClaim(string path)
    {
        using var guard = Lock(Path.Combine(Path.GetDirectoryName(path)!, ".lock"));
        if (File.Exists(path))
        {
            if (!IsDead(path))
            {
                return null;
            }

            File.Delete(path);
        }

        using (var file = PrivateFile.Create(path, FileMode.CreateNew))
        {
            JsonSerializer.Serialize(file, ClaimOwner.Current(_host), LedgerJson.Default.ClaimOwner);
        }

        var claim = new LedgerClaim(this, path);
        _held.TryAdd(claim, 0);
        _ = _heartbeat.Value;
        return claim;
    }

    /// <summary>Whether somebody who is alive holds a claim.</summary>
    /// <param name="path">The claim's file.</param>
    internal bool IsHeld(string path)
    {
        try
        {
            return File.Exists(path) && !IsDead(path);
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            // Who cannot write there cannot tell how old a claim from another host is.
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
            File.Delete(claim.Path);
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            // It dies with the process, or with its lease.
        }
    }

    private bool IsDead(string path)
    {
        var owner = ReadOwner(path);
        if (owner is not null && string.Equals(owner.Host, _host, StringComparison.OrdinalIgnoreCase))
        {
            return !owner.IsAlive();
        }

        // Whoever is being written just now, or cannot be read, gets the lease's time as well.
        return FolderNow(Path.GetDirectoryName(path)!) - File.GetLastWriteTimeUtc(path) > Lease;
    }

    private static ClaimOwner? ReadOwner(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return JsonSerializer.Deserialize(file, LedgerJson.Default.ClaimOwner);
        }
        catch (Exception failure) when (failure is JsonException || IoErrors.IsIo(failure))
        {
            return null;
        }
    }

    /// <summary>The time by the clock of whoever keeps the folder: two hosts' own clocks may differ by more than a lease.</summary>
    private static DateTime FolderNow(string folder)
    {
        var probe = Path.Combine(folder, $".now-{Guid.NewGuid():N}");
        using (PrivateFile.Create(probe, FileMode.CreateNew))
        {
        }

        var now = File.GetLastWriteTimeUtc(probe);
        File.Delete(probe);
        return now;
    }

    // The system frees a lock with its process, so nobody who dies in here holds up the others.
    private static FileStream Lock(string path)
    {
        for (var began = Environment.TickCount64; ;)
        {
            try
            {
                return PrivateFile.Create(path, FileMode.OpenOrCreate);
            }
            catch (IOException busy) when (busy is not (DirectoryNotFoundException or FileNotFoundException) && !IoErrors.IsDiskFull(busy)
                && File.Exists(path) && Environment.TickCount64 - began < LockPatience.TotalMilliseconds)
            {
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
                File.SetLastWriteTimeUtc(claim.Path, DateTime.UtcNow);
            }
            catch (Exception failure) when (IoErrors.IsIo(failure))
            {
                // The next beat tries again.
            }
        }
    }
}
