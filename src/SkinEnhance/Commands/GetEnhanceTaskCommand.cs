using System.Management.Automation;
using SkinEnhance.Errors;
using SkinEnhance.Pipeline;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Gets fresh snapshots of tasks; without an argument, the tasks of this shell as they were last seen.</summary>
[Cmdlet(VerbsCommon.Get, "EnhanceTask", DefaultParameterSetName = ListSet)]
[OutputType(typeof(EnhanceTask))]
public sealed class GetEnhanceTaskCommand : TaskStreamCommand
{
    private const string ListSet = "List";

    // The poller's own measure of a polite number of questions at once.
    private const int QuestionsAtOnce = 8;

    private Stream? _stream;

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        if (ParameterSetName != ListSet || MyInvocation.ExpectingInput)
        {
            _stream = new Stream(
                this,
                QuestionsAtOnce,
                static (client, task, observer, token) => task.IsEnded ? Task.FromResult(task) : client.RefreshAsync(task, observer, token),
                Write);
        }
    }

    /// <inheritdoc/>
    protected override void OnRecord()
    {
        if (ParameterSetName == ListSet)
        {
            WriteObject(TaskRegistry.All(), enumerateCollection: true);
            return;
        }

        foreach (var task in Tasks)
        {
            _stream!.Offer(task);
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd() => _stream?.Close();

    private bool Write(EnhanceTask task)
    {
        // A failed task is what was asked for; only a question that failed is an error.
        if (task.Error is { } error && !task.IsEnded)
        {
            WriteError(EnhanceErrorRecord.Create(error, task));
        }
        else
        {
            WriteObject(task);
        }

        return true;
    }
}
