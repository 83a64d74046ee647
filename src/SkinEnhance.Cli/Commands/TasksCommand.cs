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
    // A small number of polls at once, as the services require.
    private const int RefreshLimit = 4;

    private static readonly EnhanceTaskStatus[] Open = [EnhanceTaskStatus.Submitted, EnhanceTaskStatus.InProgress];

    internal static Command Create(CliHost host)
    {
        var states = Enum.GetValues<EnhanceTaskStatus>().ToDictionary(WordOf);
        var operations = KnownOperations.All.Select(operation => operation.CommandName).ToArray();
        var providers = KnownOperations.All.Select(operation => operation.Provider.ToLowerInvariant()).Distinct().ToArray();
        var status = new Option<string[]>("--status") { Description = "Only tasks with this status; may be repeated.", Arity = ArgumentArity.OneOrMore };
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
        var since = new Option<DateTimeOffset?>("--since") { Description = "Only tasks whose record was written since: a date, a date with a time, or an age such as 12h, 30d or 2w.", HelpName = "when" };
        since.ReadIfGiven(static text => TimeText.Read(text), TimeText.Form);
        var first = new Option<int?>("--first") { Description = "The maximum number of tasks; the newest are listed.", HelpName = "count" };
        first.ReadIfGiven(OptionValue.Whole(1), "a number from 1");
        var refresh = new Option<bool>("--refresh") { Description = "Poll tasks that have not ended before listing them." };
        var json = SharedOptions.Json("task");
        var command = new DocumentedCommand("tasks", "Lists the tasks in the ledger, newest first.")
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
                A line has the status, the task's id (the ledger's own id if the service returned none), the operation, the time of its
                submission, the credits, the image, and the path of its result. Without --refresh, no request is sent, so no key is needed.
                Tasks of another base address, such as that of an emulator, are listed separately and never polled.

                Exit codes: 0 done, also without tasks; 1 a poll failed; 2 wrong usage or settings; 130 stopped by Ctrl+C,
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

            foreach (var endpoint in others.GroupBy(task => task.Endpoint!))
            {
                host.Output.WriteLine(OtherEndpoints.Heading(endpoint.Key));
                foreach (var task in endpoint)
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

    /// <summary>Polls all tasks that have not ended and may be listed; the responses are recorded in the ledger, from which they are listed.</summary>
    private static async Task<int> RefreshAsync(
        EnhanceClient client, LedgerQuery query, IReporter reporter, RunObserver observer, CancellationToken cancellationToken)
    {
        var code = ExitCode.Done;
        var open = OtherEndpoints.Skip(client, client.Ledger!.List(query with { Status = Open, First = null }, observer), reporter);
        var bounds = new ParallelOptions { MaxDegreeOfParallelism = RefreshLimit, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(open, bounds, async (task, token) =>
        {
            try
            {
                await client.RefreshAsync(task, observer, token);
            }
            catch (EnhanceException failure)
            {
                reporter.Note(ErrorText.Of(failure.Error, $"Not polled: {TaskFinder.IdOf(task)}: "));
                Interlocked.CompareExchange(ref code, failure.Error.Kind == EnhanceErrorKind.InvalidSetting ? ExitCode.Usage : ExitCode.Failed, ExitCode.Done);
            }
        });
        return code;
    }
}
