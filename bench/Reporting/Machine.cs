using System.Runtime.InteropServices;
using SkinEnhance.Bench.Measuring;

namespace SkinEnhance.Bench.Reporting;

/// <summary>What was measured on.</summary>
internal static class Machine
{
    internal static string Describe()
    {
        var memory = ProcFiles.TotalMemory() / (double)(1L << 30);
        return Invariant(
            $"{Environment.ProcessorCount} cores of {ProcFiles.ProcessorName()}, {memory:0.0} GiB of memory, {SystemName()}, Linux {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}");
    }

    private static string SystemName() => RuntimeInformation.OSDescription;
}
