using SkinEnhance.Bench.Comparing;
using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Measuring;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Servers;
using SkinEnhance.Bench.Statistics;

namespace SkinEnhance.Bench.Targets;

/// <summary>Whether questions keep to the rates that the providers document, however many tasks wait.</summary>
internal sealed class PollsTarget : Target
{
    private const int ComfyTasks = 400;
    private const double ComfySeconds = 180;
    private const int AILabTasks = 64;
    private const double AILabSeconds = 30;
    private const long Size = 50_000;
    private static readonly (TimeSpan Window, int Most)[] ComfyRates = [(TimeSpan.FromSeconds(5), 50 * 5), (TimeSpan.FromMinutes(2), 10 * 120)];
    private static readonly TimeSpan AILabGap = TimeSpan.FromSeconds(5);

    internal override string Name => "polls";

    internal override async Task MeasureAsync(Scratch scratch, Findings findings, CancellationToken cancellationToken)
    {
        await ComfyAsync(scratch, findings, cancellationToken);
        await AILabAsync(scratch, findings, cancellationToken);
    }

    private static async Task ComfyAsync(Scratch scratch, Findings findings, CancellationToken cancellationToken)
    {
        Report.Note(Invariant($"  {ComfyTasks} tasks at Comfy ..."));
        using var images = ImageSet.Create(scratch, ImageSizes.Same(ComfyTasks, Size));
        var home = scratch.NewFolder("home");
        var output = scratch.NewFolder("output");
        var plan = new ServerPlan { Kind = ServerKind.Emulator, TaskSeconds = ComfySeconds, TellsEstimate = false };
        var server = await ServerProcess.StartAsync(plan);
        await using (server)
        {
            (await Launcher.RunAsync(CliContender.Command(server, home, ["enhance", images.Folder, "--no-wait", "--limit", "64"]), cancellationToken)).Succeeded();
            (await Launcher.RunAsync(CliContender.Command(server, home, ["wait", "--destination", output]), cancellationToken)).Succeeded();
            var report = await server.ReportAsync();
            var results = (await ResultFiles.ListAsync(output)).Count;
            if (report.Submissions != ComfyTasks || results != ComfyTasks)
            {
                throw new InvalidOperationException(Invariant($"{report.Submissions} tasks and {results} results for {ComfyTasks} images."));
            }

            var polls = report.Tasks.SelectMany(task => task.Polls).ToList();
            foreach (var (window, most) in ComfyRates)
            {
                var measured = SlidingWindow.Most(polls, window);
                findings.Add(new Verdict(
                    Invariant($"Comfy, {ComfyTasks} tasks waiting: at most {most} questions in any {window.TotalSeconds:0} s"), measured.ToString(CultureInfo.InvariantCulture), measured <= most));
                var all = SlidingWindow.Most([.. polls, .. report.SubmissionTimes], window);
                findings.Add(Verdict.Information(Invariant($"questions and submissions together in any {window.TotalSeconds:0} s"), all.ToString(CultureInfo.InvariantCulture)));
            }

            findings.Add(Verdict.Information("questions a task, median and most", Invariant($"{Quantile.Median(report.Tasks.Select(task => (double)task.Polls.Count)):0.#}, {report.Tasks.Max(task => task.Polls.Count)}")));
        }

        findings.Note(Invariant($"Comfy: `enhance --no-wait` hands over {ComfyTasks} small images, then `wait` follows all of them at once; tasks of {ComfySeconds:0} s, no estimate, against the emulator. The rates are those that the service behind Comfy documents: 50 a second over 5 s, 10 a second on average over 2 minutes."));
    }

    private static async Task AILabAsync(Scratch scratch, Findings findings, CancellationToken cancellationToken)
    {
        Report.Note(Invariant($"  {AILabTasks} tasks at AILab ..."));
        using var images = ImageSet.Create(scratch, ImageSizes.Same(AILabTasks, Size));
        var server = await ServerProcess.StartAsync(new ServerPlan { Kind = ServerKind.Emulator, TaskSeconds = AILabSeconds });
        await using (server)
        {
            var output = scratch.NewFolder("output");
            string[] arguments = ["enhance", images.Folder, "--mode", "smart-skin-advanced", "--set", "acne_removal=1", "--destination", output, "--limit", "64"];
            (await Launcher.RunAsync(CliContender.Command(server, scratch.NewFolder("home"), arguments), cancellationToken)).Succeeded();
            var report = await server.ReportAsync();
            if (report.Submissions != AILabTasks || report.Tasks.Any(task => task.Polls.Count < 2))
            {
                throw new InvalidOperationException(Invariant($"{report.Submissions} tasks for {AILabTasks} images, or one was asked for fewer than two times."));
            }

            var gap = report.Tasks.Min(task => SlidingWindow.ShortestGap(task.Polls)!.Value);
            findings.Add(new Verdict(
                Invariant($"AILab, {AILabTasks} tasks waiting: each asked for at most every {AILabGap.TotalSeconds:0} s"), Invariant($"shortest time between two questions: {gap.TotalSeconds:0.000} s"), gap >= AILabGap));
        }

        findings.Note(Invariant($"AILab: {AILabTasks} tasks of {AILabSeconds:0} s in one run, times of arrival at the emulator."));
    }
}
