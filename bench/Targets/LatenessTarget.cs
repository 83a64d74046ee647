using SkinEnhance.Bench.Comparing;
using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Measuring;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Servers;
using SkinEnhance.Bench.Statistics;

namespace SkinEnhance.Bench.Targets;

/// <summary>How long a result that is done at the provider takes to lie on disk, and how many polls that costs.</summary>
internal sealed class LatenessTarget : Target
{
    private const int Images = 40;
    private const int AtOnce = 64;
    private const long Size = 50_000;
    private const double Spread = 0.25;
    private const double EstimateError = 0.2;
    private const double MostMedian = 10;
    private const double MostTail = 20;
    private const int MostPolls = 12;
    private const double Tail = 0.95;

    // The long ones begin first, so that starting three programs does not disturb the short ones.
    private static readonly TimeSpan Stagger = TimeSpan.FromSeconds(4);
    private static readonly (string Command, string Mode, string Operation, double Seconds)[] Lengths =
    [
        ("upscale", string.Empty, "image-upscaler", 120),
        ("enhance", "flexible", "skin-enhancer/flexible", 15),
        ("enhance", "faithful", "skin-enhancer/faithful", 2),
    ];

    internal override string Name => "lateness";

    internal override async Task MeasureAsync(Scratch scratch, Findings findings, CancellationToken cancellationToken)
    {
        var tools = new CliContender();
        if (await tools.PrepareAsync(scratch.Folder, cancellationToken) is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        var telling = await StartAsync(tellsEstimate: true);
        await using (telling)
        {
            await ScenarioAsync("the service estimates", telling, scratch.NewFolder("home"), 0, isJudged: true);
        }

        // The same address for both, since what was learnt of one service need not hold for another.
        var silent = await StartAsync(tellsEstimate: false);
        await using (silent)
        {
            var home = scratch.NewFolder("home");
            await ScenarioAsync("no estimate, nothing in the ledger", silent, home, 1, isJudged: false);
            await ScenarioAsync("no estimate, earlier tasks in the ledger", silent, home, 2, isJudged: true);
        }

        findings.Note(Invariant($"{Images} tasks each that typically take {string.Join(", ", Lengths.Select(length => length.Seconds).Order())} s and really that with a spread of {Spread * 100:0} %, in three runs of the command line that overlap, {AtOnce} at once each, small images. An estimate is off by up to {EstimateError * 100:0} % and rounded up to whole seconds, as the header has them. The earlier tasks in the ledger are those of the scenario before, which is printed for information. Late is from the end of the task at the emulator to the result under its final name on disk (ctime), as a share of the task's own time."));

        static Task<ServerProcess> StartAsync(bool tellsEstimate) => ServerProcess.StartAsync(new ServerPlan
        {
            Kind = ServerKind.Emulator,
            TaskSecondsByOperation = Lengths.ToDictionary(length => length.Operation, length => length.Seconds),
            Spread = Spread,
            TellsEstimate = tellsEstimate,
            EstimateError = EstimateError,
        });

        async Task ScenarioAsync(string scenario, ServerProcess server, string ledger, int set, bool isJudged)
        {
            Report.Note($"  {scenario} ...");
            var running = new List<Task<IReadOnlyList<(double Share, double Seconds, int Polls)>>>();
            foreach (var (length, index) in Lengths.Select((length, index) => (length, index)))
            {
                running.Add(RunAsync(server, length, ((set * Lengths.Length) + index) * Images, ledger));
                await Task.Delay(Stagger, cancellationToken);
            }

            var byLength = Lengths.Zip(await Task.WhenAll(running), (length, results) => (What: Invariant($"{length.Seconds:0} s"), Results: results)).Reverse().ToList();
            byLength.Add(("all together", [.. byLength.SelectMany(length => length.Results)]));
            foreach (var (what, results) in byLength)
            {
                var shares = results.Select(result => result.Share * 100).ToList();
                var seconds = results.Select(result => result.Seconds).ToList();
                var polls = results.Max(result => result.Polls);
                var mean = results.Average(result => result.Polls);
                var (median, tail) = (Quantile.Median(shares), Quantile.Of(shares, Tail));
                findings.Add(new Verdict(
                    Invariant($"{what}, {scenario}: median at most {MostMedian:0} % of the task's time, p95 at most {MostTail:0} %, at most {MostPolls} polls a task"),
                    Invariant($"median {Figure.Of(median)} % ({Figure.Of(Quantile.Median(seconds))} s), p95 {Figure.Of(tail)} % ({Figure.Of(Quantile.Of(seconds, Tail))} s), {mean:0.0} polls a task, at most {polls}"),
                    isJudged ? median <= MostMedian && tail <= MostTail && polls <= MostPolls : null));
            }
        }

        async Task<IReadOnlyList<(double Share, double Seconds, int Polls)>> RunAsync(
            ServerProcess server, (string Command, string Mode, string Operation, double Seconds) length, int first, string ledger)
        {
            using var images = ImageSet.Create(scratch, ImageSizes.Same(Images, Size), first);
            var output = scratch.NewFolder("output");
            string[] mode = length.Mode.Length > 0 ? ["--mode", length.Mode] : [];
            var start = CliContender.Command(server, ledger, [length.Command, images.Folder, .. mode, "--destination", output, "--limit", AtOnce.ToString(CultureInfo.InvariantCulture)]);
            (await Launcher.RunAsync(start, cancellationToken)).Succeeded();
            var files = await ResultFiles.ListAsync(output);
            var tasks = (await server.ReportAsync()).Tasks.Where(task => images.ByHash.ContainsKey(task.Sha256!)).ToList();
            if (tasks.Count != Images || files.Count != Images)
            {
                throw new InvalidOperationException(Invariant($"{tasks.Count} tasks and {files.Count} results for {Images} images."));
            }

            return [.. tasks.Select(task =>
            {
                var late = (files[images.ByHash[task.Sha256!].Name].NamedAt - task.EndsAt).TotalSeconds;
                return (late / (task.EndsAt - task.AcceptedAt).TotalSeconds, late, task.Polls.Count);
            })];
        }
    }
}
