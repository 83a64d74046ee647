using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Core;
using SkinEnhance.Errors;
using SkinEnhance.Pipeline;

namespace SkinEnhance.Commands;

/// <summary>Downloads the results of completed tasks.</summary>
[Cmdlet(VerbsData.Save, "EnhanceResult", DefaultParameterSetName = TaskSet, SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Save-EnhanceResult.md")]
[OutputType(typeof(EnhanceTask))]
public sealed class SaveEnhanceResultCommand : TaskStreamCommand
{
    private Stream? _stream;
    private TaskWriter? _writer;

    /// <summary>Task ids, full or their first 6 or more characters; wildcards are allowed. Named, because the position is that of the destination, which tasks from the pipeline need too.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public override string[] TaskId { get; set; } = [];

    /// <summary>The folder for the results; it is created if it does not exist.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = string.Empty;

    /// <summary>Replaces existing results.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The maximum size of one result in bytes. Default 512 MB.</summary>
    [Parameter]
    [NumberTransformation(1, int.MaxValue, IsWhole = true, IsSize = true)]
    public long MaxResultBytes { get; set; } = SaveOptions.DefaultMaximumBytes;

    /// <summary>How many results are downloaded at once, 1 to 64. Default 4.</summary>
    [Parameter]
    [NumberTransformation(1, 64, IsWhole = true)]
    public int ThrottleLimit { get; set; } = 4;

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        _writer = new TaskWriter(this);
        var save = new SaveOptions(ResolveDestination(Destination)!, Force ? ExistingFileAction.Replace : ExistingFileAction.Error) { MaximumBytes = MaxResultBytes };
        _stream = new Stream(this, ThrottleLimit, (client, task, observer, token) => SaveAsync(client, task, save, observer, token), Write, new BatchProgressRecord(this, MyInvocation.MyCommand.Name));
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        foreach (var task in Tasks)
        {
            if (ShouldProcess(SaveTarget(task, Destination), SaveAction("Save the result", Force)))
            {
                _stream!.Offer(task);
            }
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd() => _stream!.Close();

    /// <inheritdoc/>
    protected override void OnFinished()
    {
        _stream!.Finish();
        _writer!.ThrowIfStopped();
    }

    private static async Task<EnhanceTask> SaveAsync(
        EnhanceClient client, EnhanceTask task, SaveOptions save, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var current = task is { Status: EnhanceTaskStatus.Completed or EnhanceTaskStatus.Expired, ResultUri.Count: > 0 } ? task : await client.RefreshAsync(task, observer, cancellationToken);

        // The error of a completed task is that of an earlier attempt to save it.
        if (current.Status == EnhanceTaskStatus.Completed || current is { Status: EnhanceTaskStatus.Expired, ResultUri.Count: > 0 })
        {
            return await client.SaveAsync(current, save, observer, cancellationToken);
        }

        return current.Error is not null
            ? current
            : current with
            {
                Error = new EnhanceError
                {
                    Id = ErrorIds.ResultNotReady,
                    Target = current.TaskId,
                    Provider = current.Provider,
                    Message = $"The status of task {current.TaskId} at {current.Provider} is {current.Status}; it has no result yet.",
                },
            };
    }

    private bool Write(EnhanceTask task)
    {
        // Unlike a command that waits, this one emits only saved tasks.
        if (task.Error is { StopsBatch: false } error)
        {
            WriteError(EnhanceErrorRecord.Create(error, task));
        }
        else
        {
            _writer!.Write(task);
        }

        return _writer!.Stopper is null;
    }
}
