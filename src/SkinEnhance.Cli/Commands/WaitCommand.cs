using System.CommandLine;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Cli.Commands;

/// <summary><c>skinenhance wait</c>.</summary>
internal static class WaitCommand
{
    private static readonly LedgerQuery UnderWay = new() { Status = [EnhanceTaskStatus.Submitted, EnhanceTaskStatus.InProgress] };

    internal static Command Create(CliHost host)
    {
        var ids = new Argument<string[]>("task-id")
        {
            Description = $"Ids of tasks, or their first {TaskFinder.ShortestPrefix} or more characters, or with * and ?; all that have not ended when left out.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var destination = SharedOptions.Destination("Folder to save the results in; without it they are only waited for.");
        var force = new Option<bool>("--force") { Description = "Replace results that exist." };
        var maxResultBytes = SharedOptions.MaxResultBytes();
        var timeout = SharedOptions.Timeout("How long to wait for each task: seconds, or such as 5m or 1h. It goes on at the service all the same.");
        var json = SharedOptions.Json("task as it ends");
        var command = new DocumentedCommand("wait", "Waits for tasks that were handed over before, and saves their results.")
        {
            Examples = ["wait", "wait --destination out --timeout 1h", "wait 3f2a91bc --destination out"],
            Remarks = static () =>
                """
                The tasks are those in the ledger. Nothing is sent and nothing is paid.

                Exit codes: 0 all done, or nothing under way; 1 at least one task failed, did not end in time or is not known; 2
                wrong usage or settings; 130 stopped by Ctrl+C, SIGTERM or SIGHUP; the tasks go on.
                """,
        };
        command.Add(ids);
        foreach (var option in (Option[])[destination, force, maxResultBytes, timeout, json])
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(ids) ?? [],
            TaskSaving.Options(parsed.GetValue(destination), parsed.GetValue(force), parsed.GetValue(maxResultBytes), host),
            parsed.GetValue(timeout),
            parsed.GetValue(json),
            host,
            cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] ids, SaveOptions? save, TimeSpan timeout, bool json, CliHost host, CancellationToken cancellationToken)
    {
        var client = host.CreateClient();
        await using (client)
        {
            var reporter = ReporterFactory.CreatePlain(host, json);
            var observer = new RunObserver(reporter, verbose: false);
            var tasks = ids.Length > 0 ? new TaskFinder(client.Ledger!, observer).FindAll(ids) : [.. Elsewhere.PassOver(client, client.Ledger!.List(UnderWay, observer), reporter)];
            if (tasks.Count == 0)
            {
                reporter.Note("No task is under way.");
                return ExitCode.Done;
            }

            // The engine asks for a few at a time, however many wait.
            return await new TaskRun(reporter, observer).RunAsync(
                tasks, tasks.Count, (task, token) => WaitAsync(client, task, save, timeout, observer, token), cancellationToken);
        }
    }

    private static async Task<EnhanceTask> WaitAsync(
        EnhanceClient client, EnhanceTask task, SaveOptions? save, TimeSpan timeout, RunObserver observer, CancellationToken cancellationToken)
    {
        var ended = await client.WaitAsync(task, timeout, observer, cancellationToken);
        return save is not null && ended is { Status: EnhanceTaskStatus.Completed, OutputPath.Count: 0 }
            ? await TaskSaving.SaveAsync(client, ended, save, observer, cancellationToken)
            : ended;
    }
}
