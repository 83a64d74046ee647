using System.ComponentModel;
using System.Diagnostics;

namespace SkinEnhance.Core.Platform;

/// <summary>Distinguishes a process from a later one with the same id.</summary>
internal static class ProcessStamp
{
    /// <summary>The stamp of a process whose start time cannot be read.</summary>
    internal const string Hidden = "hidden";

    // In /proc/<pid>/stat, counted from the state, which follows the name in parentheses (proc(5)).
    private const int StateField = 0;
    private const int StartField = 19;

    // The error of a read when the process ends meanwhile (ESRCH).
    private const int NoSuchProcess = 3;

    /// <summary>The scope of process ids: one boot of one machine, and one container on it. Empty where the host's name identifies it.</summary>
    internal static string Machine { get; } = OperatingSystem.IsLinux() ? $"{ReadBoot()} {ReadNamespace()}" : string.Empty;

    /// <summary>The start time of a process, in a form for comparison only.</summary>
    /// <returns>Null when there is no such process.</returns>
    internal static string? Of(int processId) => OperatingSystem.IsLinux() ? OfLinux(processId) : OfOthers(processId);

    // The framework computes a start time from the current time, so it changes when the clock is set; the kernel's own count does not.
    private static string? OfLinux(int processId)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{processId}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');

            // Ended already, and not yet waited for by its parent.
            return fields[StateField] is "Z" or "X" ? null : fields[StartField];
        }
        catch (Exception gone) when (IoErrors.IsNotFound(gone) || gone.HResult == NoSuchProcess)
        {
            return null;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            // A failed read does not prove that the process has ended.
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
            // Another user's process may deny access; then only the id counts.
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
