using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Pricing;
using SkinEnhance.Errors;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Removes the records of finished tasks from the ledger, so that their images count as new. Keeps result files.</summary>
[Cmdlet(VerbsCommon.Remove, "EnhanceTask", DefaultParameterSetName = TaskSet, SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Remove-EnhanceTask.md")]
[OutputType(typeof(EnhanceTask))]
public sealed class RemoveEnhanceTaskCommand : PSCmdlet
{
    private const string TaskSet = "Task";
    private const string IdSet = "Id";
    private const string AgeSet = "Age";

    // How many images the confirmation prompt lists.
    private const int MostNamed = 5;

    private readonly List<EnhanceTask> _tasks = [];

    /// <summary>Tasks, their ids, or any object with a TaskId.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TaskSet, ValueFromPipeline = true)]
    [EnhanceTaskTransformation]
    [ValidateNotNullOrEmpty]
    [Alias("Task")]
    public EnhanceTask[] InputObject { get; set; } = [];

    /// <summary>Task ids, full or their first 6 or more characters; wildcards are allowed.</summary>
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

    /// <summary>Also removes tasks that are not finished or may be billed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the removed tasks.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName != AgeSet)
        {
            _tasks.AddRange(ParameterSetName == IdSet ? KnownTasks.ById(TaskId) : InputObject);
            return;
        }

        using var ledger = SubmissionLedger.FromEnvironment();
        _tasks.AddRange(ledger.List(new LedgerQuery { Before = TimeText.Ago(OlderThan) }).Where(task => Force || WhyKept(task) is null));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // All at once, so that the confirmation prompt shows their number and cost.
        using var ledger = SubmissionLedger.FromEnvironment();
        var tasks = Known(new TaskFinder(ledger)).DistinctBy(task => task.RecordId).ToArray();
        if (tasks.Length == 0 || !ShouldProcess(Target(tasks, ledger), $"Remove {(tasks.Length == 1 ? "1 task" : $"{tasks.Length} tasks")} that cost {TaskCost.Describe(tasks)}"))
        {
            return;
        }

        foreach (var task in tasks)
        {
            Forget(ledger, task);
        }
    }

    /// <summary>The tasks as the ledger has them; writes an error for each that has no record or is not finished.</summary>
    private IEnumerable<EnhanceTask> Known(TaskFinder finder)
    {
        foreach (var task in _tasks)
        {
            var name = task.TaskId ?? task.RecordId;
            if (task is { RecordId: null, Operation.Length: 0, Error: { } several })
            {
                WriteError(EnhanceErrorRecord.Create(several, task));
            }
            else if (name is null || finder.Find(name) is not [{ RecordId: not null } known])
            {
                WriteError(EnhanceErrorRecord.Create(ErrorIds.TaskNotFound, $"The ledger has no record of the task '{name}'.", task));
            }
            else if (!Force && WhyKept(known) is { } why)
            {
                WriteError(NotFinished(name, why, task));
            }
            else
            {
                yield return known;
            }
        }
    }

    private void Forget(SubmissionLedger ledger, EnhanceTask task)
    {
        try
        {
            if (!ledger.Forget(task, Force))
            {
                WriteError(NotFinished(TaskFinder.IdOf(task)!, "a running command uses it", task));
            }
            else if (PassThru)
            {
                WriteObject(task);
            }
        }
        catch (EnhanceException failure)
        {
            WriteError(EnhanceErrorRecord.Create(failure, task));
        }
    }

    private static string Target(EnhanceTask[] tasks, SubmissionLedger ledger)
    {
        if (tasks is [var only])
        {
            return $"{TaskFinder.IdOf(only)} ({only.Operation}, {only.Status}, {only.Source})";
        }

        var names = string.Join(", ", tasks.Take(MostNamed).Select(task => $"'{task.Source}'"));
        return $"the ledger in '{ledger.Folder}': {names}{(tasks.Length > MostNamed ? $" and {tasks.Length - MostNamed} more" : string.Empty)}";
    }

    private static ErrorRecord NotFinished(string name, string why, EnhanceTask task) =>
        EnhanceErrorRecord.Create(ErrorIds.TaskNotFinished, $"The task '{name}' was not removed: {why}.", task);

    /// <summary>Why a task is kept without -Force; null when it is finished.</summary>
    private static string? WhyKept(EnhanceTask task) => task switch
    {
        { Status: EnhanceTaskStatus.Completed, OutputPath.Count: 0 } => "its result is not saved",
        { Status: EnhanceTaskStatus.Unknown } => "it is not known whether it is billed",
        { IsEnded: true } => null,
        _ => $"its status is {task.Status}",
    };
}
