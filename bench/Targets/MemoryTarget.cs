using System.Diagnostics;
using SkinEnhance.Bench.Comparing;
using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Measuring;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Servers;
using SkinEnhance.Bench.Statistics;

namespace SkinEnhance.Bench.Targets;

/// <summary>Memory while large images are under way, above that of the same program at rest.</summary>
internal sealed class MemoryTarget : Target
{
    private const int Images = 48;
    private const int Rounds = 3;
    private const double Most = 64;
    private const long Tiny = 4_000;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    internal override string Name => "memory";

    internal override async Task MeasureAsync(Scratch scratch, Findings findings, CancellationToken cancellationToken)
    {
        using var large = ImageSet.Create(scratch, ImageSizes.Same(Images, Scan));
        using var tiny = ImageSet.Create(scratch, ImageSizes.Same(1, Tiny));
        var plan = new ServerPlan { Kind = ServerKind.Sink };
        var contender = new CliContender();
        List<double> held = [];
        List<double> one = [];
        List<double> full = [];
        for (var round = 0; round < Rounds; round++)
        {
            held.Add(Figure.Megabytes(await HeldAsync(tiny, scratch, cancellationToken)));
            one.Add(Figure.Megabytes((await RunWholeAsync(contender, plan, tiny, scratch, cancellationToken)).Cost.PeakMemory));
            full.Add(Figure.Megabytes((await RunWholeAsync(contender, plan, large, scratch, cancellationToken)).Cost.PeakMemory));
        }

        var idle = Math.Min(Quantile.Median(held), Quantile.Median(one));
        findings.Add(Verdict.Information("peak, first request sent and not answered, one tiny image", Figure.Spread(held) + " MB"));
        findings.Add(Verdict.Information("peak, one tiny image from start to end", Figure.Spread(one) + " MB"));
        findings.Add(Verdict.Information(Invariant($"peak, {Limit} images of {Figure.Megabytes(Scan):0} MB under way"), Figure.Spread(full) + " MB"));
        findings.Add(Verdict.AtMost(Invariant($"at most {Most:0} MB above idle"), Quantile.Median(full) - idle, Most, " MB"));
        findings.Note(Invariant($"{Images} images, {Limit} at once, into the sink. Idle is the lower of two figures: the same command held at its first request, and the same command with one tiny image to its end. Peaks are VmHWM; medians of {Rounds} rounds, in brackets the smallest and the largest. MB are millions of bytes."));
    }

    /// <summary>The peak of the program when its first request has left and no answer comes.</summary>
    private static async Task<long> HeldAsync(ImageSet images, Scratch scratch, CancellationToken cancellationToken)
    {
        var server = await ServerProcess.StartAsync(new ServerPlan { Kind = ServerKind.Silent });
        await using (server)
        {
            var start = new CliContender().Start(new RunPlace(server, images.Folder, scratch.NewFolder("output"), scratch.NewFolder("home"), Limit));
            start.RedirectStandardOutput = true;
            start.RedirectStandardError = true;
            using var process = Process.Start(start)!;
            try
            {
                while ((await server.ReportAsync()).FirstRequestAt is null)
                {
                    if (process.HasExited)
                    {
                        Report.Note(await process.StandardError.ReadToEndAsync(cancellationToken));
                        throw new InvalidOperationException("the program ended before its first request");
                    }

                    await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
                }

                await Task.Delay(Settling, cancellationToken);
                return ProcFiles.PeakMemory(process.Id) ?? throw new InvalidOperationException("the program ended while it was held");
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}
