using System.ComponentModel;
using System.Diagnostics;

namespace SkinEnhance.Core.Ledger;

/// <summary>Who holds a claim.</summary>
/// <param name="Host">The host's name.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="StartedAt">When the process began, since ids are used again.</param>
/// <param name="Nonce">Tells this claim from any other.</param>
internal sealed record ClaimOwner(string Host, int ProcessId, DateTimeOffset StartedAt, string Nonce)
{
    private static readonly DateTimeOffset OwnStart = StartOf(Process.GetCurrentProcess()) ?? DateTimeOffset.UtcNow;

    internal static ClaimOwner Current(string host) => new(host, Environment.ProcessId, OwnStart, Guid.NewGuid().ToString("N"));

    /// <summary>Whether the process is still there; to be asked on its own host alone.</summary>
    internal bool IsAlive()
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return StartOf(process) is not { } start || (start - StartedAt).Duration() < TimeSpan.FromSeconds(2);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static DateTimeOffset? StartOf(Process process)
    {
        try
        {
            return process.StartTime;
        }
        catch (Exception unknown) when (unknown is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // Another user's process may hide it; then the id alone counts.
            return null;
        }
    }
}
