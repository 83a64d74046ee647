using System.Runtime.InteropServices;

namespace SkinEnhance.Bench.Measuring;

/// <summary>The processor time of all children of this process that have ended, with their own ended children.</summary>
internal static partial class ChildUsage
{
    private const int Children = -1;

    // struct rusage on 64-bit Linux: two pairs of seconds and microseconds, then fourteen counters.
    private const int Fields = 18;

    /// <summary>Reads it; the difference of two readings is what ended in between.</summary>
    /// <returns>User and system time together.</returns>
    internal static TimeSpan Read()
    {
        var usage = new long[Fields];
        if (GetUsage(Children, usage) != 0)
        {
            throw new InvalidOperationException($"getrusage failed with {Marshal.GetLastPInvokeError()}.");
        }

        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetUsage(int who, [Out] long[] usage);
}
