using System.Diagnostics;
using SkinEnhance.Bench.Measuring;

namespace SkinEnhance.Bench.Tests;

public class ProcessMeterTests
{
    [LinuxFact]
    public async Task A_busy_program_is_told_from_one_that_sleeps()
    {
        var busy = await RunAsync("i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo done >&2; exit 3");
        var idle = await RunAsync("sleep 0.3");
        Assert.Equal(3, busy.ExitCode);
        Assert.Equal("done", busy.Error.Trim());
        Assert.True(busy.Processor > 3 * idle.Processor, $"{busy.Processor} and {idle.Processor}");
        Assert.True(idle.Wall >= TimeSpan.FromSeconds(0.3));
        Assert.InRange(idle.PeakMemory, 100_000, 50_000_000);
    }

    [LinuxFact]
    public async Task Children_count_with_their_time_and_their_number()
    {
        var tree = await RunAsync("sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done' & sleep 0.3 & wait", startsOthers: true);
        Assert.InRange(tree.Processes, 3, 4);
        Assert.True(tree.Processor > TimeSpan.FromMilliseconds(20), $"{tree.Processor}");
    }

    [LinuxFact]
    public async Task What_takes_too_long_is_stopped()
    {
        var cost = await RunAsync("sleep 60", limit: TimeSpan.FromSeconds(0.2));
        Assert.NotNull(cost.Stopped);
        Assert.NotEqual(0, cost.ExitCode);
    }

    private static Task<ProcessCost> RunAsync(string script, bool startsOthers = false, TimeSpan? limit = null) =>
        ProcessMeter.RunAsync(new ProcessStartInfo("sh", ["-c", script]), startsOthers, limit ?? TimeSpan.FromMinutes(1), CancellationToken.None);
}
