using SkinEnhance.Bench.Comparing;
using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Servers;
using SkinEnhance.Bench.Statistics;

namespace SkinEnhance.Bench.Targets;

/// <summary>Whether an image of many costs what an image of few does.</summary>
internal sealed class ScaleTarget : Target
{
    private const long Size = 64_000;
    private const double Tolerance = 0.1;
    private static readonly (int Images, int Rounds)[] Steps = [(1, 7), (100, 7), (200, 3), (1_000, 3), (10_000, 1)];

    internal override string Name => "scale";

    internal override async Task MeasureAsync(Scratch scratch, Findings findings, CancellationToken cancellationToken)
    {
        var plan = new ServerPlan { Kind = ServerKind.Sink };

        // An operation that answers with its result: at ten questions a second the others could not finish ten thousand in a quarter of an hour.
        var contender = new CliContender { Mode = "smart-skin" };
        var runs = Steps.ToDictionary(step => step.Images, _ => new List<RunOutcome>());

        // Nothing is deleted before the end: for minutes ext4 searches past each inode that was freed, at every file that is made, and
        // what one run left would be the next one's cost.
        var sets = Steps.ToDictionary(step => step.Images, step => ImageSet.Create(scratch, ImageSizes.Same(step.Images, Size)));
        for (var round = 0; round < Steps.Max(step => step.Rounds); round++)
        {
            foreach (var (count, _) in Steps.Where(step => round < step.Rounds))
            {
                runs[count].Add(await RunWholeAsync(contender, plan, sets[count], scratch, cancellationToken, keepFiles: true));
            }
        }

        var processor = runs.ToDictionary(step => step.Key, step => Quantile.Median(step.Value.Select(run => run.Cost.Processor.TotalMilliseconds)));
        var memory = runs.ToDictionary(step => step.Key, step => Quantile.Median(step.Value.Select(run => Figure.Megabytes(run.Cost.PeakMemory))));
        double[] costs = [Cost(100), Cost(1_000), Cost(10_000)];
        foreach (var (count, _) in Steps)
        {
            var each = count == 1 ? string.Empty : Invariant($", {Figure.Of(Cost(count))} ms an image beyond start-up");
            findings.Add(Verdict.Information(Invariant($"{count} images"), Invariant($"{Figure.Of(memory[count])} MB peak, {Figure.Of(processor[count])} ms of processor{each}")));
        }

        findings.Add(Within("peak memory at 10,000 images within 10 % of that at 200", memory[10_000] / memory[200]));
        findings.Add(Within("peak memory at 10,000 images within 10 % of that at 100", memory[10_000] / memory[100]));
        findings.Add(new Verdict(
            "processor time an image at 100, 1,000 and 10,000 images constant within 10 %",
            Invariant($"{Figure.Of(costs.Max() / costs.Min())} x between the dearest and the cheapest; 10,000 to 100: {Figure.Of(costs[2] / costs[0])} x"),
            costs.Max() / costs.Min() <= 1 + Tolerance));
        var rounded = string.Join(", ", Steps.Select(step => Invariant($"{step.Images}: {step.Rounds}")));
        findings.Note(Invariant($"Small images, {Figure.Megabytes(Size) * 1000:0} kB each, {Limit} at once, `--mode smart-skin`, into the sink, so that nothing but the number differs; no file is deleted between the runs. Start-up is the processor time of a run with 1 image, taken off the others before they are divided by their further images. Medians of rounds in turns (images: rounds): {rounded}."));

        double Cost(int count) => (processor[count] - processor[1]) / (count - 1);
    }

    private static Verdict Within(string target, double ratio) => new(target, $"{Figure.Of(ratio)} x", Math.Abs(ratio - 1) <= Tolerance);
}
