using System.CommandLine;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Cli.Commands;

/// <summary><c>skinenhance save</c>.</summary>
internal static class SaveCommand
{
    internal static Command Create(CliHost host)
    {
        var ids = new Argument<string[]>("task-id")
        {
            Description = $"Ids of tasks, or their first {TaskFinder.ShortestPrefix} or more characters, or with * and ?.",
            Arity = ArgumentArity.OneOrMore,
        };
        var destination = SharedOptions.Destination("The folder for the results; it is created if it does not exist.");
        destination.Required = true;
        var force = new Option<bool>("--force") { Description = "Replace existing results." };
        var maxResultBytes = SharedOptions.MaxResultBytes();
        var json = SharedOptions.Json("task");
        var command = new DocumentedCommand("save", "Downloads the results of tasks in the ledger.")
        {
            Examples = ["save 3f2a91bc --destination out", "save 3f2a91bc 77d0e1aa --destination out --force"],
            Remarks = static () =>
                """
                'skinenhance tasks' lists the ids. Downloads are not billed. Results expire, those of AILab after 24 hours.

                Exit codes: 0 all saved; 1 at least one was not saved, or is not in the ledger; 2 wrong usage or settings; 130 stopped by Ctrl+C,
                SIGTERM or SIGHUP.
                """,
        };
        command.Add(ids);
        foreach (var option in (Option[])[destination, force, maxResultBytes, json])
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(ids)!, TaskSaving.Options(parsed.GetValue(destination), parsed.GetValue(force), parsed.GetValue(maxResultBytes), host)!, parsed.GetValue(json), host, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string[] ids, SaveOptions save, bool json, CliHost host, CancellationToken cancellationToken)
    {
        var client = host.CreateClient();
        await using (client)
        {
            var reporter = ReporterFactory.CreatePlain(host, json);
            var observer = new RunObserver(reporter, verbose: false);
            return await new TaskRun(reporter, observer).RunAsync(
                new TaskFinder(client.Ledger!, observer).FindAll(ids),
                TaskSaving.Limit,
                (task, token) => TaskSaving.SaveAsync(client, task, save, observer, token),
                cancellationToken);
        }
    }
}
