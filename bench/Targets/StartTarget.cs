using System.Diagnostics;
using SkinEnhance.Bench.Comparing;
using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Measuring;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Servers;
using SkinEnhance.Bench.Statistics;

namespace SkinEnhance.Bench.Targets;

/// <summary>How much later than an empty program the command line is at work.</summary>
internal sealed class StartTarget : Target
{
    private const int Starts = 21;
    private const double Most = 150;
    private const long Size = 50_000;

    internal override string Name => "start";

    internal override async Task MeasureAsync(Scratch scratch, Findings findings, CancellationToken cancellationToken)
    {
        using var images = ImageSet.Create(scratch, ImageSizes.Same(1, Size));
        List<double> empty = [];
        List<double> ours = [];
        for (var start = 0; start <= Starts; start++)
        {
            var nothing = (await Launcher.RunAsync(new ProcessStartInfo(Self.Empty), cancellationToken)).Succeeded();
            var work = await RunAsync(images, scratch, cancellationToken);

            // The first start of each reads files that the next ones find in memory.
            if (start > 0)
            {
                empty.Add(nothing.FirstLineAfter!.Value.TotalMilliseconds);
                ours.Add(work.TotalMilliseconds);
            }
        }

        findings.Add(Verdict.Information("an empty program of .NET, start to its first line", Figure.Spread(empty) + " ms"));
        findings.Add(Verdict.Information("`skinenhance enhance`, start to its first request", Figure.Spread(ours) + " ms"));
        findings.Add(Verdict.AtMost(Invariant($"at most {Most:0} ms more"), Quantile.Median(ours) - Quantile.Median(empty), Most, " ms"));
        findings.Note(Invariant($"{Starts} starts of each, in turns, after one that is not counted; medians, in brackets the smallest and the largest. The first request is the submission of a small image, seen where it arrives; before it lie reading the command line, the image's check and its record in the ledger. Both are started by their own executables, built for the same runtime."));
    }

    private static async Task<TimeSpan> RunAsync(ImageSet images, Scratch scratch, CancellationToken cancellationToken)
    {
        var server = await ServerProcess.StartAsync(new ServerPlan { Kind = ServerKind.Sink });
        await using (server)
        {
            var place = new RunPlace(server, images.Folder, scratch.NewFolder("output"), scratch.NewFolder("home"), Limit);
            var run = (await Launcher.RunAsync(new CliContender().Start(place), cancellationToken)).Succeeded();
            var report = await server.ReportAsync();
            return report.FirstRequestAt!.Value - run.StartedAt;
        }
    }
}
