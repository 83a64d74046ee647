using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Servers;

namespace SkinEnhance.Bench.Comparing;

/// <summary>Runs all contenders over the same images, in turns, and compares them.</summary>
internal static class Comparison
{
    internal static async Task<Report> RunAsync(ComparisonOptions options, CancellationToken cancellationToken)
    {
        var report = new Report();
        using var scratch = new Scratch();
        var plan = new ServerPlan { Kind = options.IntoSink ? ServerKind.Sink : ServerKind.Emulator, TaskSeconds = options.TaskSeconds };
        var entries = await ReadyAsync(options, scratch, cancellationToken);
        Report.Note($"Making {options.Images} images ...");
        using var images = ImageSet.Create(scratch, options.Sizes());
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var entry in entries.Where(entry => entry.NotRun is null))
            {
                Report.Note($"Round {round} of {options.Rounds}: {entry.Contender.Name} ...");
                entry.Runs.Add(await ContenderRun.RunAsync(entry.Contender, plan, images, options.Limit, scratch, cancellationToken));
            }
        }

        Describe(report, options, images);
        report.Write(ComparisonTable.Of(entries, options.IntoSink).ToString());
        Explain(report, options, entries);
        return report;
    }

    private static async Task<IReadOnlyList<ComparisonEntry>> ReadyAsync(ComparisonOptions options, Scratch scratch, CancellationToken cancellationToken)
    {
        var entries = new List<ComparisonEntry>();
        var folder = scratch.NewFolder("tools");
        foreach (var contender in ContenderList.Create().Where(contender => options.Only.Count == 0 || options.Only.Contains(contender.Name)))
        {
            var reason = contender.NeedsSink && !options.IntoSink
                ? "its route is one that only the sink answers: with `--sink`"
                : await contender.PrepareAsync(folder, cancellationToken);
            entries.Add(new ComparisonEntry(contender, reason));
        }

        return entries;
    }

    private static void Describe(Report report, ComparisonOptions options, ImageSet images)
    {
        var sizes = options.Megabytes is { } size
            ? Invariant($"{size:0.##} MB each")
            : Invariant($"{Figure.Of(Figure.Megabytes(images.Images.Min(image => image.Length)))} to {Figure.Of(Figure.Megabytes(images.Images.Max(image => image.Length)))} MB");
        var server = options.IntoSink
            ? "a sink that throws uploads away and has every task done at once"
            : Invariant($"the emulator, tasks of {options.TaskSeconds:0.##} s");
        report.Write(Invariant($"{images.Images.Count} images, {sizes}, {Figure.Of(Figure.Megabytes(images.Bytes))} MB in all, {options.Limit} at once; rounds in turns: {options.Rounds}; {server}, in a process of its own.\n"));
    }

    private static void Explain(Report report, ComparisonOptions options, IReadOnlyList<ComparisonEntry> entries)
    {
        report.Write("Each figure is the median of the rounds, with the smallest and the largest in brackets; ratios are those of the medians, to `cli`, for those without a failure. Start-up is in all of them.\n");
        report.Write("- Processor: user and system time of the client and of all that it starts.");
        report.Write("- Memory: the most that its biggest process had (VmHWM, read every 10 to 30 ms), and how many processes there were at most, where they are several.");
        if (!options.IntoSink)
        {
            report.Write("- Late: from the end of a task at the provider to the result under its final name on disk, over all images of all rounds.");
        }

        foreach (var entry in entries)
        {
            report.Write($"- `{entry.Contender.Name}`: {entry.Contender.Description}.");
        }

        foreach (var entry in entries.Where(entry => entry.NotRun is not null))
        {
            report.Write($"- `{entry.Contender.Name}` was not run: {entry.NotRun}.");
        }

        foreach (var (entry, problem) in entries.SelectMany(entry => entry.Problems().Select(problem => (entry, problem))))
        {
            report.Write($"- `{entry.Contender.Name}`: {problem}.");
        }
    }
}
