using System.ComponentModel;
using System.Diagnostics;

namespace SkinEnhance.Core.Platform;

/// <summary>Tells one process from another that got the same id.</summary>
internal static class ProcessStamp
{
    /// <summary>The stamp of a process that is there and hides when it began.</summary>
    internal const string Hidden = "hidden";

    // In /proc/<pid>/stat, counted from the state, which follows the name and its parenthesis (proc(5)).
    private const int StateField = 0;
    private const int StartField = 19;

    // What reading gives when the process ends in the meantime (ESRCH).
    private const int NoSuchProcess = 3;

    /// <summary>Within which process ids mean the same: one boot of one machine, and one container of it. Empty where the host's name says it.</summary>
    internal static string Machine { get; } = OperatingSystem.IsLinux() ? $"{ReadBoot()} {ReadNamespace()}" : string.Empty;

    /// <summary>When a process began, in a form that only serves for comparing.</summary>
    /// <returns>Null when there is no such process.</returns>
    internal static string? Of(int processId) => OperatingSystem.IsLinux() ? OfLinux(processId) : OfOthers(processId);

    // The framework computes a start time from the clock of now, so that it jumps with the clock; the kernel's own count does not.
    private static string? OfLinux(int processId)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{processId}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');

            // Dead already, and not yet fetched by its parent.
            return fields[StateField] is "Z" or "X" ? null : fields[StartField];
        }
        catch (Exception gone) when (IoErrors.IsNotFound(gone) || gone.HResult == NoSuchProcess)
        {
            return null;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            // Not being able to look is no proof of its end.
            return Hidden;
        }
    }

    private static string? OfOthers(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.StartTime.ToUniversalTime().Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (Exception unknown) when (unknown is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // Another user's process may hide it; then the id alone counts.
            return Hidden;
        }
    }

    private static string ReadBoot()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            return string.Empty;
        }
    }

    private static string ReadNamespace()
    {
        try
        {
            return new FileInfo("/proc/self/ns/pid").LinkTarget ?? string.Empty;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            return string.Empty;
        }
    }
}
