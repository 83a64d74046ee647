using System.Management.Automation;
using SkinEnhance.Binding;
using SkinEnhance.Core;
using SkinEnhance.Pipeline;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Waits for tasks and emits each as it ends; with a destination, saves the results.</summary>
[Cmdlet(VerbsLifecycle.Wait, "EnhanceTask", DefaultParameterSetName = TaskSet, SupportsShouldProcess = true, HelpUri = HelpPages.Root + "Wait-EnhanceTask.md")]
[OutputType(typeof(EnhanceTask))]
public sealed class WaitEnhanceTaskCommand : TaskStreamCommand
{
    private Stream? _stream;
    private TaskWriter? _writer;

    /// <summary>How long to wait for each task: seconds or a TimeSpan. Default 10 minutes, or the value from Connect-EnhanceProvider.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Ends as soon as one task has ended, and emits only that task.</summary>
    [Parameter]
    public SwitchParameter Any { get; set; }

    /// <summary>The folder for the results; it is created if it does not exist.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Replaces existing results.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The maximum size of one result in bytes. Default 512 MB.</summary>
    [Parameter]
    [NumberTransformation(1, int.MaxValue, IsWhole = true, IsSize = true)]
    public long MaxResultBytes { get; set; } = SaveOptions.DefaultMaximumBytes;

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        _writer = new TaskWriter(this);
        var save = ResolveDestination(Destination) is { } folder ? new SaveOptions(folder, Force ? ExistingFileAction.Replace : ExistingFileAction.Error) { MaximumBytes = MaxResultBytes } : null;

        // The poller limits the polls, so any number of tasks may wait.
        _stream = new Stream(this, int.MaxValue, (client, task, observer, token) => WaitAsync(client, task, save, observer, token), Write, new BatchProgressRecord(this, MyInvocation.MyCommand.Name));
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        foreach (var task in Tasks)
        {
            // Only a saved file needs confirmation.
            if (Destination is null || ShouldProcess(SaveTarget(task, Destination), SaveAction("Wait for the task and save its result", Force)))
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

    private bool Write(EnhanceTask task)
    {
        _writer!.Write(task);
        return !Any;
    }

    private async Task<EnhanceTask> WaitAsync(
        EnhanceClient client, EnhanceTask task, SaveOptions? save, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var connection = ProviderSession.Find(task.Provider);
        var limit = MyInvocation.BoundParameters.ContainsKey(nameof(Timeout)) ? Timeout : connection?.Timeout ?? Timeout;
        var ended = await client.WaitAsync(task, limit, observer, cancellationToken);
        return save is not null && ended is { Status: EnhanceTaskStatus.Completed, OutputPath.Count: 0 }
            ? await client.SaveAsync(ended, save, observer, cancellationToken)
            : ended;
    }
}
