using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;
using SkinEnhance.Errors;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Forgets finished tasks: their records leave the ledger, so that their images count as new. Result files stay.</summary>
[Cmdlet(VerbsCommon.Remove, "EnhanceTask", DefaultParameterSetName = TaskSet, SupportsShouldProcess = true)]
public sealed class RemoveEnhanceTaskCommand : PSCmdlet
{
    private const string TaskSet = "Task";
    private const string IdSet = "Id";
    private const string AgeSet = "Age";

    /// <summary>Tasks, their ids, or anything that carries a TaskId.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TaskSet, ValueFromPipeline = true)]
    [EnhanceTaskTransformation]
    [ValidateNotNullOrEmpty]
    [Alias("Task")]
    public EnhanceTask[] InputObject { get; set; } = [];

    /// <summary>Ids of tasks, whole or their first 6 or more characters; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public string[] TaskId { get; set; } = [];

    /// <summary>All finished tasks whose records were not written for this long: a TimeSpan, or a text with a unit such as 30d.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AgeSet)]
    [DurationTransformation(IsAge = true)]
    public TimeSpan OlderThan { get; set; }

    /// <summary>Forgets what is not finished, or may be paid, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using var ledger = SubmissionLedger.FromEnvironment();
        foreach (var task in Tasks(ledger))
        {
            if (ShouldProcess($"{task.TaskId ?? task.RecordId} ({task.Operation}, {task.Status}, {task.Source})", "Forget"))
            {
                Forget(ledger, task);
            }
        }
    }

    private IEnumerable<EnhanceTask> Tasks(SubmissionLedger ledger) => ParameterSetName switch
    {
        IdSet => KnownTasks.ById(TaskId),
        AgeSet => ledger.List(new LedgerQuery { Before = TimeText.Ago(OlderThan) })
            .Where(task => Force || (task.IsEnded && task.Status != EnhanceTaskStatus.Unknown && !HasUnsavedResult(task))),
        _ => InputObject,
    };

    private void Forget(SubmissionLedger ledger, EnhanceTask task)
    {
        try
        {
            if (!ledger.Forget(task, Force))
            {
                WriteError(Refusal(ledger, task));
            }
        }
        catch (EnhanceException failure)
        {
            WriteError(EnhanceErrorRecord.Create(failure, task));
        }
    }

    private ErrorRecord Refusal(SubmissionLedger ledger, EnhanceTask task)
    {
        if (task is { RecordId: null, Operation.Length: 0, Error: { } several })
        {
            return EnhanceErrorRecord.Create(several, task);
        }

        var name = task.TaskId ?? task.RecordId;
        var known = task.TaskId is { } id ? ledger.Find(id) : ledger.List().FirstOrDefault(other => other.RecordId == task.RecordId);
        if (known is null)
        {
            return EnhanceErrorRecord.Create(ErrorIds.TaskNotFound, $"The ledger does not know the task '{name}'.", task);
        }

        var why = known switch
        {
            _ when Force => "a running command works on it",
            _ when HasUnsavedResult(known) => "its result is not saved",
            { Status: EnhanceTaskStatus.Unknown } => "whether it is paid is not known",
            { IsEnded: true } => "a running command works on it",
            _ => $"it is still {known.Status}",
        };
        return EnhanceErrorRecord.Create(ErrorIds.TaskNotFinished, $"The task '{name}' was not forgotten: {why}.", task);
    }

    private static bool HasUnsavedResult(EnhanceTask task) => task.Status == EnhanceTaskStatus.Completed && task.OutputPath.Count == 0;
}
