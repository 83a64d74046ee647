using System.CommandLine;
using System.Text.Json;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;

namespace SkinEnhance.Cli.Commands;

/// <summary><c>skinenhance tasks</c>.</summary>
internal static class TasksCommand
{
    // The services want few questions at a time.
    private const int RefreshLimit = 4;

    private static readonly EnhanceTaskStatus[] UnderWay = [EnhanceTaskStatus.Submitted, EnhanceTaskStatus.InProgress];

    internal static Command Create(CliHost host)
    {
        var states = Enum.GetValues<EnhanceTaskStatus>().ToDictionary(WordOf);
        var operations = KnownOperations.All.Select(operation => operation.CommandName).ToArray();
        var providers = KnownOperations.All.Select(operation => operation.Provider.ToLowerInvariant()).Distinct().ToArray();
        var status = new Option<string[]>("--status") { Description = "Only tasks in this state; may be repeated.", Arity = ArgumentArity.OneOrMore };
        status.AcceptOnlyFromAmong([.. states.Keys]);
        var operation = new Option<string?>("--operation") { Description = "Only tasks of this operation." };
        operation.AcceptOnlyFromAmong(operations);
        var provider = new Option<string?>("--provider") { Description = "Only tasks of this service." };
        provider.AcceptOnlyFromAmong(providers);
        var path = new Option<string?>("--path")
        {
            Description = "Only tasks of these images: a name, path, folder or address; * and ? are wildcards.",
            HelpName = "pattern",
        };
        var since = new Option<DateTimeOffset?>("--since") { Description = "Only tasks touched since: a date, a date with a time, or a duration such as 12h, 30d or 2w.", HelpName = "when" };
        since.ReadIfGiven(static text => TimeText.Read(text), TimeText.Form);
        var first = new Option<int?>("--first") { Description = "Only so many, the newest.", HelpName = "count" };
        first.ReadIfGiven(OptionValue.Whole(1), "a number from 1");
        var refresh = new Option<bool>("--refresh") { Description = "Ask the services about tasks that have not ended, before listing." };
        var json = SharedOptions.Json("task");
        var command = new DocumentedCommand("tasks", "Lists what the ledger knows, newest first.")
        {
            Examples =
            [
                "tasks",
                "tasks --status unknown --status failed --since 7d",
                "tasks --path photos --operation upscale --first 20",
                "tasks --refresh --json",
            ],
            Remarks = static () =>
                """
                A line has the state, the task's id (the ledger's own in its place where the service gave none), the operation, when it
                was submitted, the credits, the image, and where its result is. Without --refresh nobody is asked, so no key is needed.
                Tasks of another address than the one that is set, such as of an emulator, are listed apart and never asked for.

                Exit codes: 0 also when there is none; 1 a task could not be asked for; 2 wrong usage or settings; 130 stopped by Ctrl+C,
                SIGTERM or SIGHUP.
                """,
        };
        foreach (var option in (Option[])[status, operation, provider, path, since, first, refresh, json])
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancel) =>
        {
            var query = new LedgerQuery
            {
                Status = parsed.GetValue(status) is { Length: > 0 } words ? [.. words.Select(word => states[word])] : null,
                Operation = parsed.GetValue(operation) is { } name ? KnownOperations.All.Single(row => WireName.AreSame(row.CommandName, name)).Name : null,
                Provider = parsed.GetValue(provider),
                Source = parsed.GetValue(path) is { } pattern ? new SourcePattern(pattern, host.CurrentDirectory).Matches : null,
                Since = parsed.GetValue(since),
                First = parsed.GetValue(first),
            };
            return RunAsync(query, parsed.GetValue(refresh), parsed.GetValue(json), host, cancel);
        });
        return command;
    }

    private static string WordOf(EnhanceTaskStatus status) => status == EnhanceTaskStatus.InProgress ? "in-progress" : status.ToString().ToLowerInvariant();

    private static async Task<int> RunAsync(LedgerQuery query, bool refresh, bool json, CliHost host, CancellationToken cancellationToken)
    {
        var reporter = ReporterFactory.CreatePlain(host, json);
        var observer = new RunObserver(reporter, verbose: false);
        var client = host.CreateClient();
        await using (client)
        {
            var code = refresh ? await RefreshAsync(client, query, reporter, observer, cancellationToken) : ExitCode.Done;
            var rows = new TaskRow(new DisplayName(host.CurrentDirectory));
            var others = new List<EnhanceTask>();
            var count = 0;
            foreach (var task in client.Ledger!.List(query, observer))
            {
                cancellationToken.ThrowIfCancellationRequested();
                count++;
                if (json || client.IsAtEndpoint(task))
                {
                    host.Output.WriteLine(json ? JsonSerializer.Serialize(JsonTask.Of(task), JsonTaskContext.Default.JsonTask) : rows.Of(task));
                }
                else
                {
                    others.Add(task);
                }
            }

            foreach (var elsewhere in others.GroupBy(task => task.Endpoint!))
            {
                host.Output.WriteLine(Elsewhere.Heading(elsewhere.Key));
                foreach (var task in elsewhere)
                {
                    host.Output.WriteLine(rows.Of(task));
                }
            }

            if (count == 0)
            {
                reporter.Note("The ledger has no such task.");
            }

            return code;
        }
    }

    /// <summary>Asks about everything that has not ended and may be listed; the answers go to the ledger, from where they are listed.</summary>
    private static async Task<int> RefreshAsync(
        EnhanceClient client, LedgerQuery query, IReporter reporter, RunObserver observer, CancellationToken cancellationToken)
    {
        var code = ExitCode.Done;
        var open = Elsewhere.PassOver(client, client.Ledger!.List(query with { Status = UnderWay, First = null }, observer), reporter);
        var bounds = new ParallelOptions { MaxDegreeOfParallelism = RefreshLimit, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(open, bounds, async (task, token) =>
        {
            try
            {
                await client.RefreshAsync(task, observer, token);
            }
            catch (EnhanceException failure)
            {
                reporter.Note(ErrorText.Of(failure.Error, $"Not asked for: {TaskFinder.IdOf(task)}: "));
                Interlocked.CompareExchange(ref code, failure.Error.Kind == EnhanceErrorKind.InvalidSetting ? ExitCode.Usage : ExitCode.Failed, ExitCode.Done);
            }
        });
        return code;
    }
}
