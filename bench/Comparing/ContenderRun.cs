using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Measuring;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Servers;

namespace SkinEnhance.Bench.Comparing;

/// <summary>Runs a contender once, against a fresh server, with a fresh output folder and a fresh ledger, and checks what it did.</summary>
internal static class ContenderRun
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(40);

    internal static async Task<RunOutcome> RunAsync(
        Contender contender, ServerPlan plan, ImageSet images, int limit, Scratch scratch, CancellationToken cancellationToken, bool keepFiles = false)
    {
        var output = scratch.NewFolder("output");
        var home = scratch.NewFolder("home");
        try
        {
            // Whoever first flushes a file to disk would pay for the images and for what the run before left unwritten, too.
            await ToolCheck.RunAsync(output, "sync", [], cancellationToken);
            ProcessCost cost;
            ServerReport report;
            var server = await ServerProcess.StartAsync(plan);
            await using (server)
            {
                var start = contender.Start(new RunPlace(server, images.Folder, output, home, limit));
                cost = await ProcessMeter.RunAsync(start, contender.StartsOthers, LongestRun, cancellationToken);
                report = await server.ReportAsync();
            }

            if (cost.ExitCode != 0)
            {
                // It may hold paths of this machine, so it is shown and not reported.
                Report.Note(cost.Error);
            }

            return await CheckAsync(contender, plan.Kind, images, output, cost, report);
        }
        finally
        {
            if (!keepFiles)
            {
                Scratch.Delete(output);
                Scratch.Delete(home);
            }
        }
    }

    private static async Task<RunOutcome> CheckAsync(Contender contender, ServerKind kind, ImageSet images, string output, ProcessCost cost, ServerReport report)
    {
        var results = contender.Downloads ? await ResultFiles.ListAsync(output) : null;
        var submissions = report.Submissions;
        if (kind == ServerKind.Sink)
        {
            // The sink looks into no body; that all bytes arrived is seen from their sum.
            var missing = images.Images.Count(image => !HasResult(image, leastLength: 1));
            var isShort = report.BodyBytes < images.Bytes;
            return new RunOutcome
            {
                Cost = cost,
                Failed = Math.Max(Math.Max(missing, images.Images.Count - submissions), isShort ? 1 : 0),
                PaidTwice = Math.Max(0, submissions - images.Images.Count),
            };
        }

        var tasks = report.Tasks.Where(task => task.Sha256 is not null && images.ByHash.ContainsKey(task.Sha256)).ToLookup(task => task.Sha256!);
        var done = images.Images.Where(image => tasks.Contains(image.Sha256) && HasResult(image, image.Length)).ToList();
        var late = results is null ? [] : done.ConvertAll(image => (results[image.Name].NamedAt - tasks[image.Sha256].First().EndsAt).TotalSeconds);
        return new RunOutcome
        {
            Cost = cost,
            Failed = images.Images.Count - done.Count,
            PaidTwice = submissions - tasks.Count,
            Polls = [.. report.Tasks.Select(task => (double)task.Polls.Count)],
            Lateness = late,
        };

        // The emulator's result is the image with a note in it, so a shorter one was cut off.
        bool HasResult(BenchImage image, long leastLength) => results is null || (results.TryGetValue(image.Name, out var file) && file.Length >= leastLength);
    }
}
