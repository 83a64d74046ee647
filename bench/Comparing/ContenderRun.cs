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
        Contender contender, ServerPlan plan, ImageSet images, int limit, Scratch scratch, CancellationToken cancellationToken)
    {
        var output = scratch.NewFolder("output");
        var home = scratch.NewFolder("home");
        try
        {
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
            Scratch.Delete(output);
            Scratch.Delete(home);
        }
    }

    private static async Task<RunOutcome> CheckAsync(Contender contender, ServerKind kind, ImageSet images, string output, ProcessCost cost, ServerReport report)
    {
        var namedAt = contender.Downloads ? await ResultFiles.NamedAtAsync(output) : null;
        var missing = namedAt is null ? 0 : images.Images.Count(image => !namedAt.ContainsKey(image.Name));
        if (kind == ServerKind.Sink)
        {
            // The sink looks into no body; that all bytes arrived is seen from their sum.
            var isShort = report.BodyBytes < images.Bytes;
            var notAccepted = Math.Max(0, images.Images.Count - report.Submissions);
            return new RunOutcome
            {
                Cost = cost,
                Failed = Math.Max(Math.Max(missing, notAccepted), isShort ? 1 : 0),
                PaidTwice = Math.Max(0, report.Submissions - images.Images.Count),
            };
        }

        var tasks = report.Tasks.Where(task => task.Sha256 is not null && images.ByHash.ContainsKey(task.Sha256)).ToLookup(task => task.Sha256!);
        var late = (
            from image in images.Images
            where namedAt is not null && namedAt.ContainsKey(image.Name) && tasks[image.Sha256].Any()
            let task = tasks[image.Sha256].First()
            let seconds = (namedAt![image.Name] - task.EndsAt).TotalSeconds
            select (Seconds: seconds, Share: seconds / (task.EndsAt - task.AcceptedAt).TotalSeconds)).ToList();
        return new RunOutcome
        {
            Cost = cost,
            Failed = images.Images.Count(image => !tasks[image.Sha256].Any() || namedAt?.ContainsKey(image.Name) == false),
            PaidTwice = report.Submissions - tasks.Count,
            Polls = [.. report.Tasks.Select(task => (double)task.Polls.Count)],
            Lateness = [.. late.Select(image => image.Seconds)],
            LatenessShare = [.. late.Select(image => image.Share)],
        };
    }
}
