using System.Diagnostics;

namespace SkinEnhance.Bench.Measuring;

/// <summary>Runs a program to its end and measures it from outside. One at a time: processor time is counted for all children together.</summary>
internal static class ProcessMeter
{
    // A program that takes all memory would take the measurement down with it, and whatever else runs here.
    private const long LeastMemory = 1L << 30;
    private const int ErrorTail = 2000;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TreeInterval = TimeSpan.FromMilliseconds(30);

    /// <summary>Runs a program.</summary>
    /// <param name="start">What to run.</param>
    /// <param name="startsOthers">Whether to look for processes that it starts; if not, its own memory is looked at more often.</param>
    /// <param name="limit">When to stop it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What it cost.</returns>
    internal static async Task<ProcessCost> RunAsync(ProcessStartInfo start, bool startsOthers, TimeSpan limit, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        var before = ChildUsage.Read();
        var startedAt = DateTimeOffset.UtcNow;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var sampler = Task.Factory.StartNew(() => Sample(process, startsOthers, limit, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        await process.WaitForExitAsync(CancellationToken.None);
        watch.Stop();
        await output;
        var said = await error;
        var (peak, processes, stopped) = await sampler;
        cancellationToken.ThrowIfCancellationRequested();
        return new ProcessCost
        {
            Wall = watch.Elapsed,
            Processor = ChildUsage.Read() - before,
            PeakMemory = peak,
            Processes = processes,
            ExitCode = process.ExitCode,
            Error = said.Length > ErrorTail ? said[^ErrorTail..] : said,
            Stopped = stopped,
            StartedAt = startedAt,
        };
    }

    private static (long Peak, int Processes, string? Stopped) Sample(Process process, bool startsOthers, TimeSpan limit, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var peak = 0L;
        var most = 1;
        string? stopped = null;
        while (!process.HasExited)
        {
            IReadOnlyList<int> tree = startsOthers ? ProcFiles.Tree(process.Id) : [process.Id];
            most = Math.Max(most, tree.Count);
            peak = Math.Max(peak, tree.Max(member => ProcFiles.PeakMemory(member) ?? 0));
            stopped ??= ReasonToStop(watch.Elapsed, limit, cancellationToken);
            if (stopped is not null)
            {
                process.Kill(entireProcessTree: true);
            }

            Thread.Sleep(startsOthers ? TreeInterval : SampleInterval);
        }

        return (peak, most, stopped);
    }

    private static string? ReasonToStop(TimeSpan elapsed, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return "the measurement was stopped";
        }

        if (elapsed > limit)
        {
            return Invariant($"it was stopped after {limit.TotalMinutes:0} minutes");
        }

        return ProcFiles.AvailableMemory() < LeastMemory ? "it was stopped because the machine's memory was nearly used up" : null;
    }
}
