using System.Runtime.InteropServices;
using SkinEnhance.Bench.Measuring;

namespace SkinEnhance.Bench.Reporting;

/// <summary>What was measured on.</summary>
internal static class Machine
{
    /// <summary>How busy the machine was with others before anything was measured.</summary>
    private static readonly double LoadBefore = ProcFiles.Load();

    internal static string Describe()
    {
        var memory = ProcFiles.TotalMemory() / (double)(1L << 30);
        return Invariant(
            $"{Environment.ProcessorCount} cores of {ProcFiles.ProcessorName()}, {memory:0.0} GiB of memory, {RuntimeInformation.OSDescription}, Linux {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}; load {LoadBefore:0.00} in the minute before");
    }
}
