using System.Management.Automation;
using System.Threading.Channels;
using SkinEnhance.Binding;
using SkinEnhance.Core;
using SkinEnhance.Core.Batch;
using SkinEnhance.Errors;
using SkinEnhance.Session;

namespace SkinEnhance.Pipeline;

/// <summary>The base of the commands that accept tasks: their input, and a stream of work over it.</summary>
public abstract class TaskStreamCommand : WorkerCommand
{
    private protected const string TaskSet = "Task";
    private protected const string IdSet = "Id";

    /// <summary>Tasks, their ids, or any object with a TaskId: deserialized objects from a job, rows of a file.</summary>
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
    public virtual string[] TaskId { get; set; } = [];

    /// <summary>The operation of tasks without a record in the ledger; an id does not identify its provider.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OperationNameCompleter))]
    public string? Operation { get; set; }

    /// <summary>The tasks of the current record.</summary>
    private protected IEnumerable<EnhanceTask> Tasks => ParameterSetName == IdSet
        ? KnownTasks.ById(TaskId)
        : InputObject;

    /// <summary>The target in the confirmation prompt.</summary>
    private protected static string SaveTarget(EnhanceTask task, string destination) => $"{task.TaskId ?? task.Source} -> {destination}";

    /// <summary>The action in the confirmation prompt.</summary>
    private protected static string SaveAction(string action, bool force) => force ? $"{action}, replacing an existing file" : action;

    /// <summary>The full path of the destination; null for none. A destination that is not a folder ends the command.</summary>
    private protected string? ResolveDestination(string? path)
    {
        try
        {
            return DestinationFolder.Resolve(this, path);
        }
        catch (EnhanceException refused)
        {
            ThrowTerminatingError(EnhanceErrorRecord.Create(refused, path));
            throw;
        }
    }

    /// <summary>A stream of work over tasks. A class of its own, so that no type of the engine appears in a command's members.</summary>
    private protected sealed class Stream
    {
        private readonly TaskStreamCommand _command;
        private readonly EnhanceClient _client;
        private readonly Channel<EnhanceTask> _input = Channel.CreateUnbounded<EnhanceTask>();
        private readonly PipelineObserver _observer;
        private readonly BatchProgressRecord? _progress;
        private readonly int _limit;
        private readonly Func<EnhanceClient, EnhanceTask, IEnhanceObserver, CancellationToken, Task<EnhanceTask>> _work;
        private readonly Func<EnhanceTask, bool> _write;

        // Used on the pipeline thread only.
        private BatchProgress _counts;

        /// <param name="command">The command.</param>
        /// <param name="limit">How many tasks are processed at once.</param>
        /// <param name="work">Processes one task; on any thread.</param>
        /// <param name="write">Writes the processed task, on the pipeline thread; false ends the stream.</param>
        /// <param name="progress">Shows the progress of the stream; null for none.</param>
        internal Stream(
            TaskStreamCommand command,
            int limit,
            Func<EnhanceClient, EnhanceTask, IEnhanceObserver, CancellationToken, Task<EnhanceTask>> work,
            Func<EnhanceTask, bool> write,
            BatchProgressRecord? progress = null)
        {
            _command = command;
            _limit = limit;
            _work = work;
            _write = write;
            _progress = progress;
            if (progress is not null)
            {
                command.Queue.Upkeep = progress.Refresh;
            }

            _observer = new PipelineObserver(command.Queue, command);
            try
            {
                _client = ProviderSession.CreateClient();
            }
            catch (EnhanceException refused)
            {
                command.ThrowTerminatingError(EnhanceErrorRecord.Create(refused));
                throw;
            }

            command.StartWork(RunAsync);
        }

        /// <summary>Adds one task; completes what a poll of it needs, or writes an error.</summary>
        internal void Offer(EnhanceTask task)
        {
            try
            {
                _input.Writer.TryWrite(Complete(task));
                Count(_counts with { Started = _counts.Started + 1, Waiting = _counts.Waiting + 1 });
            }
            catch (EnhanceException refused)
            {
                _command.WriteError(EnhanceErrorRecord.Create(refused, task));
            }
        }

        internal void Close()
        {
            _progress?.ShowTotal(_counts.Started);
            _input.Writer.TryComplete();
        }

        /// <summary>Completes the progress; call it after all work is done.</summary>
        internal void Finish() => _progress?.Complete();

        private void Count(BatchProgress counts)
        {
            _counts = counts;
            _progress?.Show(counts);
        }

        private EnhanceTask Complete(EnhanceTask task)
        {
            if (task is { RecordId: null, Operation.Length: 0, Error: { } several })
            {
                throw EnhanceException.For(several);
            }

            var name = task.Operation is { Length: > 0 } known ? known : _command.Operation;
            if (name is null)
            {
                throw EnhanceException.For(new EnhanceError
                {
                    Id = ErrorIds.TaskNotFound,
                    Target = task.TaskId,
                    Message = $"The ledger has no record of the task '{task.TaskId}', and an id does not identify its provider. Specify its operation with -Operation.",
                });
            }

            return _client.Catalog.Complete(task, name);
        }

        private async Task RunAsync(CancellationToken cancellationToken)
        {
            await using (_client)
            {
                using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var bounds = new ParallelOptions { MaxDegreeOfParallelism = _limit, CancellationToken = end.Token };
                try
                {
                    // It ends only after all started work has ended, so that nothing uses disposed objects.
                    await Parallel.ForEachAsync(_input.Reader.ReadAllAsync(end.Token), bounds, (task, _) => FlowAsync(task, end));
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    // The stream ended itself.
                }
            }
        }

        private async ValueTask FlowAsync(EnhanceTask task, CancellationTokenSource end)
        {
            try
            {
                var result = await TaskWork.TryAsync(task, (given, token) => _work(_client, given, _observer, token), end.Token);
                await _command.Queue.InvokeAsync(
                    () =>
                    {
                        if (end.IsCancellationRequested)
                        {
                            return;
                        }

                        var failed = result.Error is null ? 0 : 1;
                        Count(_counts with { Waiting = _counts.Waiting - 1, Succeeded = _counts.Succeeded + 1 - failed, Failed = _counts.Failed + failed });
                        if (!_write(result))
                        {
                            end.Cancel();
                        }
                    },
                    end.Token);
            }
            catch (OperationCanceledException)
            {
                // Stopped, or ended by its last result.
            }
        }
    }
}
