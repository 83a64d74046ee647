using System.CommandLine;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Cli.Output;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Pricing;

namespace SkinEnhance.Cli.Commands;

/// <summary><c>skinenhance forget</c>.</summary>
internal static class ForgetCommand
{
    internal static Command Create(CliHost host)
    {
        var ids = new Argument<string[]>("task-id")
        {
            Description = $"Ids of tasks, or their first {TaskFinder.ShortestPrefix} or more characters, or with * and ?.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var age = new Option<TimeSpan?>("--older-than") { Description = "All finished tasks whose records were not written for this long, such as 30d, 12h or 2w.", HelpName = "duration" };
        age.ReadIfGiven(static text => DurationText.Read(text) is { } time && time > TimeSpan.Zero ? time : null, $"{DurationText.Form}, of more than 0");
        var force = new Option<bool>("--force") { Description = "Also remove tasks that are not finished or may be billed." };
        var command = new DocumentedCommand("forget", "Removes tasks from the ledger, so that their images count as new.")
        {
            Examples = ["forget --older-than 30d", "forget 3f2a91bc", "forget 3f2a91bc --force"],
            Remarks = static () =>
                """
                A task is finished if it is saved, failed or expired. A task that is in progress, completed but not saved, or Unknown is kept
                unless --force is specified; a task that a running command uses is always kept. Result files are not deleted.

                Exit codes: 0 done; 1 a specified task is not in the ledger or is kept; 2 wrong usage, or a ledger that cannot be written.
                """,
        };
        command.Add(ids);
        command.Add(age);
        command.Add(force);
        command.SetAction(parsed => Run(parsed.GetValue(ids) ?? [], parsed.GetValue(age), parsed.GetValue(force), host));
        return command;
    }

    private static int Run(string[] ids, TimeSpan? age, bool force, CliHost host)
    {
        if (ids.Length == 0 && age is null)
        {
            throw new UsageException("Specify ids of tasks, or --older-than with a duration.");
        }

        if (ids.Length > 0 && age is not null)
        {
            throw new UsageException("Specify ids of tasks or --older-than, not both.");
        }

        using var ledger = SubmissionLedger.FromEnvironment(host.ReadVariable);
        var observer = new RunObserver(ReporterFactory.CreatePlain(host, json: false), verbose: false);
        var tasks = ids.Length > 0
            ? new TaskFinder(ledger, observer).FindAll(ids)
            : [.. ledger.List(new LedgerQuery { Before = TimeText.Ago(age!.Value) }, observer)];
        var forgotten = new List<EnhanceTask>();
        var (kept, unknown) = (0, 0);
        foreach (var task in tasks)
        {
            if (task.RecordId is null)
            {
                unknown++;
                host.Error.WriteLine(ErrorText.Of(task.Error!));
            }
            else if (ledger.Forget(task, force, observer))
            {
                forgotten.Add(task);
            }
            else
            {
                kept++;
                if (ids.Length > 0)
                {
                    host.Error.WriteLine(ErrorText.Of(WhyKept(task), "Kept: "));
                }
            }
        }

        host.Output.WriteLine($"{forgotten.Count} forgotten{(forgotten.Count > 0 ? $", which cost {TaskCost.Describe(forgotten)}" : string.Empty)}{(kept > 0 ? $", {kept} kept because they are not finished or a running command uses them" : string.Empty)}.");
        return unknown > 0 || (kept > 0 && ids.Length > 0) ? ExitCode.Failed : ExitCode.Done;
    }

    private static EnhanceError WhyKept(EnhanceTask task) => new()
    {
        Id = ErrorIds.TaskNotFinished,
        Target = task.Source,
        Provider = task.Provider,
        Message = $"The task {TaskFinder.IdOf(task)} for '{task.Source}' has the status {task.Status} and is not finished, or a running command uses it.",
    };
}
