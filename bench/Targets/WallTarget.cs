using SkinEnhance.Bench.Comparing;
using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Servers;

namespace SkinEnhance.Bench.Targets;

/// <summary>How near a long batch comes to what the service's own time allows.</summary>
internal sealed class WallTarget : Target
{
    private const int Images = 1_000;
    private const double TaskSeconds = 2;
    private const double Most = 1.1;
    private const long Size = ImageSizes.Megabyte / 5;

    internal override string Name => "wall";

    internal override async Task MeasureAsync(Scratch scratch, Findings findings, CancellationToken cancellationToken)
    {
        using var images = ImageSet.Create(scratch, ImageSizes.Same(Images, Size));
        var run = await RunWholeAsync(new CliContender(), new ServerPlan { Kind = ServerKind.Emulator, TaskSeconds = TaskSeconds }, images, scratch, cancellationToken);
        var ideal = Images / (double)Limit * TaskSeconds;
        var wall = run.Cost.Wall.TotalSeconds;
        findings.Add(Verdict.Information(Invariant($"{Images} images, {Limit} at once, tasks of {TaskSeconds:0.#} s"), Invariant($"{Figure.Of(wall)} s; no less than {Figure.Of(ideal)} s is possible")));
        findings.Add(Verdict.AtMost(Invariant($"at most {Most:0.0} x that"), wall / ideal, Most, " x"));
        findings.Note(Invariant($"Images of {Figure.Megabytes(Size):0.0} MB against the emulator in a process of its own, which decodes, hashes and stores each upload on the same cores. The service tells its estimate, which is right. Start-up is included."));
    }
}
