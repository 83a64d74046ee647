using System.Diagnostics;

namespace SkinEnhance.Bench.Measuring;

/// <summary>Runs programs whose time alone counts; nothing looks at them meanwhile. Several may run at once.</summary>
internal static class Launcher
{
    internal static async Task<Launched> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        var startedAt = DateTimeOffset.UtcNow;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var isFirst = await process.StandardOutput.ReadLineAsync(CancellationToken.None) is not null;
        TimeSpan? first = isFirst ? watch.Elapsed : null;
        await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        watch.Stop();
        cancellationToken.ThrowIfCancellationRequested();
        return new Launched(startedAt, first, watch.Elapsed, process.ExitCode, await error);
    }
}
