using SkinEnhance.Core.Images;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;

namespace SkinEnhance.Core.Batch;

/// <summary>Finds the input image for an operation when a task is given: the task's result, never its source.</summary>
internal sealed class TaskResultFinder(
    OperationCatalog catalog,
    SubmissionLedger? ledger,
    Func<EnhanceTask, TimeSpan, IEnhanceObserver, CancellationToken, Task<EnhanceTask>> wait,
    Func<EnhanceTask, IEnhanceObserver, CancellationToken, Task<EnhanceTask>> refresh,
    Action<EnhanceTask> throwIfElsewhere,
    TimeProvider time)
{
    // How long an address is used without a new poll: its signature expires after a time that is not documented, and a paid request must
    // not contain an expired address.
    private static readonly TimeSpan AddressTrust = TimeSpan.FromMinutes(10);

    /// <summary>Finds the result; waits for a task that has not ended.</summary>
    /// <exception cref="EnhanceException">The task has no result that the operation accepts; the message contains the task.</exception>
    internal async Task<ImageSource> FindAsync(
        EnhanceTask task, OperationDescriptor operation, TimeSpan timeout, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        task = Latest(task, observer);
        if (task is { IsEnded: false, TaskId: not null, OutputPath.Count: 0 })
        {
            // Waiting would not help: nothing saves the result in the meantime.
            if (!operation.AcceptsUri)
            {
                throw NotSaved(task, operation);
            }

            if (task.Operation.Length == 0)
            {
                throw EnhanceException.For(new EnhanceError
                {
                    Id = ErrorIds.TaskNotFound,
                    Target = task.TaskId,
                    Message = $"Task '{task.TaskId}' is skipped: it is not in the ledger, and the object has no operation.",
                });
            }

            task = await wait(catalog.Complete(task, task.Operation), timeout, observer, cancellationToken).ConfigureAwait(false);
        }

        if (task.FullName is null)
        {
            throwIfElsewhere(task);
            task = await WithFreshAddressAsync(task, operation, observer, cancellationToken).ConfigureAwait(false);
        }

        return ResultOf(task, operation);
    }

    /// <summary>Finds the result in the task and the ledger, without a request.</summary>
    /// <exception cref="EnhanceException">The task has no result yet, or none that the operation accepts; the message contains the task.</exception>
    internal ImageSource FindKnown(EnhanceTask task, OperationDescriptor operation, IEnhanceObserver observer)
    {
        task = Latest(task, observer);
        if (task.FullName is null)
        {
            throwIfElsewhere(task);
        }

        return ResultOf(task, operation);
    }

    private ImageSource ResultOf(EnhanceTask task, OperationDescriptor operation) => task switch
    {
        { FullName: { } path } => ImageSource.FromPath(path),
        { Status: EnhanceTaskStatus.Completed, ResultUri: [var address, ..] } when operation.AcceptsUri => ImageSource.FromResult(address, OriginOf(task, address)),
        { Status: EnhanceTaskStatus.Completed, ResultUri.Count: > 0 } => throw NotSaved(task, operation),
        _ => throw NoResult(task),
    };

    private async Task<EnhanceTask> WithFreshAddressAsync(
        EnhanceTask task, OperationDescriptor operation, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        if (task is not { Status: EnhanceTaskStatus.Completed, ResultUri.Count: > 0 } || !operation.AcceptsUri
            || time.GetUtcNow() - task.CompletedAt is { } age && age <= AddressTrust)
        {
            return task;
        }

        if (task.TaskId is not null)
        {
            return await refresh(catalog.Complete(task, task.Operation), observer, cancellationToken).ConfigureAwait(false);
        }

        var lifetime = catalog.Provider(task.Provider).ResultLifetime;
        return task.CompletedAt is { } ended && time.GetUtcNow() - ended < lifetime ? task : task with { Status = EnhanceTaskStatus.Expired };
    }

    /// <summary>The task in the ledger when it is newer: the object may be older than its result.</summary>
    private EnhanceTask Latest(EnhanceTask task, IEnhanceObserver observer) =>
        task is { OutputPath.Count: 0, TaskId: { } id } && ledger?.Find(id, observer) is { } known && (known.IsEnded || !task.IsEnded) ? known : task;

    private ResultOrigin OriginOf(EnhanceTask task, Uri address)
    {
        var source = SourceOf(task);
        return new ResultOrigin(
            task.TaskId ?? ResultAddress.WithoutQuery(address),
            catalog.TryFind(task.Operation) is { } operation ? OutputName.Stem(source, operation, ImagePreflight.ScaleOf(operation, task.Parameters)) : Path.GetFileNameWithoutExtension(source.ToString()),
            task.SourcePath is null ? null : Path.GetDirectoryName(task.SourcePath));
    }

    /// <summary>The source of a task, from which its results are named.</summary>
    internal static ImageSource SourceOf(EnhanceTask task) => task switch
    {
        { SourcePath: { } path } => ImageSource.FromPath(path),
        { Source: { } text } when Uri.TryCreate(text, UriKind.Absolute, out var address) =>
            task.SourceName is { } name ? ImageSource.FromResult(address, new ResultOrigin(text, name, null)) : ImageSource.FromUri(address),
        _ => ImageSource.FromPath(task.TaskId ?? "image"),
    };

    private static EnhanceException NotSaved(EnhanceTask task, OperationDescriptor operation) => EnhanceException.For(new EnhanceError
    {
        Id = ErrorIds.ImageUriNotAccepted,
        Target = task.Source ?? task.TaskId,
        Provider = task.Provider,
        Message = $"{NameOf(task)} is skipped: its result is not saved, and {operation.Name} accepts files only. Save the result first, with -Destination or Save-EnhanceResult.",
    });

    private static EnhanceException NoResult(EnhanceTask task)
    {
        var error = task.Error ?? new EnhanceError
        {
            Message = task.Status == EnhanceTaskStatus.Completed ? "The provider returned no address." : $"Its status is {task.Status}.",
            Id = task.Status switch
            {
                EnhanceTaskStatus.Failed => ErrorIds.TaskFailed,
                EnhanceTaskStatus.Unknown => ErrorIds.SubmissionUnknown,
                EnhanceTaskStatus.Expired => ErrorIds.ResultExpired,
                EnhanceTaskStatus.Completed => ErrorIds.ResultMissing,
                _ => ErrorIds.ResultNotReady,
            },
        };
        return EnhanceException.For(error with
        {
            Target = task.Source ?? task.TaskId,
            Message = $"{NameOf(task)} is skipped: it has no result. {error.Message}",
        });
    }

    private static string NameOf(EnhanceTask task) => $"Task {task.TaskId ?? task.RecordId} for '{task.Source ?? task.Operation}'";
}
