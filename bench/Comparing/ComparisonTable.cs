using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Statistics;

namespace SkinEnhance.Bench.Comparing;

/// <summary>The table of a comparison.</summary>
internal static class ComparisonTable
{
    internal static Table Of(IReadOnlyList<ComparisonEntry> entries, bool intoSink)
    {
        var table = new Table(
            "Contender", ">Wall s", ">ratio", ">Processor s", ">ratio", ">Memory MB", ">ratio", ">Polls a task", ">Late s, median", ">p95", ">Failed");
        var ours = entries.FirstOrDefault(entry => entry.Contender.Name == CliContender.ContenderName);
        foreach (var entry in entries)
        {
            table.Add(entry.Runs.Count == 0 ? NotRun(entry) : Row(entry, ours, intoSink));
        }

        return table;
    }

    private static string[] NotRun(ComparisonEntry entry) => [entry.Contender.Name, "not run", .. Enumerable.Repeat(Figure.DoesNotApply, 9)];

    private static string[] Row(ComparisonEntry entry, ComparisonEntry? ours, bool intoSink)
    {
        var runs = entry.Runs;
        var late = runs.SelectMany(run => run.Lateness).ToList();
        var polls = runs.SelectMany(run => run.Polls).ToList();
        var hasTimes = !intoSink && late.Count > 0;
        return
        [
            entry.Contender.Name,
            Spread(Wall),
            Ratio(Wall),
            Spread(Processor),
            Ratio(Processor),
            Spread(Memory) + Processes(runs),
            Ratio(Memory),
            intoSink || polls.Count == 0 ? Figure.DoesNotApply : Figure.Of(Quantile.Median(polls)),
            hasTimes ? Figure.Of(Quantile.Median(late)) : Figure.DoesNotApply,
            hasTimes ? Figure.Of(Quantile.Of(late, 0.95)) : Figure.DoesNotApply,
            runs.Max(run => run.Failed).ToString(CultureInfo.InvariantCulture),
        ];

        string Spread(Func<RunOutcome, double> figure) => Figure.Spread([.. runs.Select(figure)]);

        // Whoever leaves work undone is not to look fast by it.
        string Ratio(Func<RunOutcome, double> figure) => ours is { Runs.Count: > 0 } && runs.Concat(ours.Runs).All(run => run.Failed == 0)
            ? Figure.Of(Quantile.Median(runs.Select(figure)) / Quantile.Median(ours.Runs.Select(figure)))
            : Figure.DoesNotApply;
    }

    private static string Processes(IReadOnlyList<RunOutcome> runs) =>
        runs.Max(run => run.Cost.Processes) is > 1 and var most ? Invariant($", {most} processes") : string.Empty;

    private static double Wall(RunOutcome run) => run.Cost.Wall.TotalSeconds;

    private static double Processor(RunOutcome run) => run.Cost.Processor.TotalSeconds;

    private static double Memory(RunOutcome run) => Figure.Megabytes(run.Cost.PeakMemory);
}
