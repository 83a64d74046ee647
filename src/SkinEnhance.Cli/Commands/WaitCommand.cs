using System.CommandLine;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Cli.Commands;

/// <summary><c>skinenhance wait</c>.</summary>
internal static class WaitCommand
{
    private static readonly LedgerQuery Open = new() { Status = [EnhanceTaskStatus.Submitted, EnhanceTaskStatus.InProgress] };

    internal static Command Create(CliHost host)
    {
        var ids = new Argument<string[]>("task-id")
        {
            Description = $"Ids of tasks, or their first {TaskFinder.ShortestPrefix} or more characters, or with * and ?; default all that have not ended.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var destination = SharedOptions.Destination("The folder for the results; without it, the command only waits.");
        var force = new Option<bool>("--force") { Description = "Replace existing results." };
        var maxResultBytes = SharedOptions.MaxResultBytes();
        var timeout = SharedOptions.Timeout("How long to wait for each task: seconds, or such as 5m or 1h. It continues at the service.");
        var json = SharedOptions.Json("task as it ends");
        var command = new DocumentedCommand("wait", "Waits for submitted tasks, and saves their results.")
        {
            Examples = ["wait", "wait --destination out --timeout 1h", "wait 3f2a91bc --destination out"],
            Remarks = static () =>
                """
                The tasks are those in the ledger. No image is submitted and nothing is billed.

                Exit codes: 0 all succeeded, or none is in progress; 1 at least one task failed, timed out or is not in the ledger; 2
                wrong usage or settings; 130 stopped by Ctrl+C, SIGTERM or SIGHUP; the tasks continue.
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
            var tasks = ids.Length > 0 ? new TaskFinder(client.Ledger!, observer).FindAll(ids) : [.. OtherEndpoints.Skip(client, client.Ledger!.List(Open, observer), reporter)];
            if (tasks.Count == 0)
            {
                reporter.Note("No task is in progress.");
                return ExitCode.Done;
            }

            // The engine limits the polls, for any number of tasks.
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
