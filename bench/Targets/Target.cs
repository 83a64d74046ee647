using SkinEnhance.Bench.Comparing;
using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Servers;

namespace SkinEnhance.Bench.Targets;

/// <summary>Something that the project has set itself, and how it is measured.</summary>
internal abstract class Target
{
    /// <summary>How many images are under way at once, wherever nothing else is said.</summary>
    protected const int Limit = 32;

    /// <summary>The size of a large scan, in bytes.</summary>
    protected const long Scan = 40 * ImageSizes.Megabyte;

    /// <summary>What it is called on the command line.</summary>
    internal abstract string Name { get; }

    internal abstract Task MeasureAsync(Scratch scratch, Findings findings, CancellationToken cancellationToken);

    /// <summary>Runs a contender and goes on only if it did everything it was to do.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    protected static async Task<RunOutcome> RunWholeAsync(
        Contender contender, ServerPlan plan, ImageSet images, Scratch scratch, CancellationToken cancellationToken, bool keepFiles = false)
    {
        Report.Note(Invariant($"  {contender.Name}, {images.Images.Count} images ..."));
        var run = await ContenderRun.RunAsync(contender, plan, images, Limit, scratch, cancellationToken, keepFiles);
        return run is { Failed: 0, PaidTwice: 0, Cost: { Stopped: null, ExitCode: 0 } }
            ? run
            : throw new InvalidOperationException(Invariant(
                $"{contender.Name}: {run.Failed} images failed, {run.PaidTwice} were sent twice, exit code {run.Cost.ExitCode}{(run.Cost.Stopped is null ? string.Empty : $"; {run.Cost.Stopped}")}"));
    }
}
