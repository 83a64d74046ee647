using SkinEnhance.Core.Images;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Platform;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Batch;

/// <summary>Downloads the results of a completed task and gives them their final names.</summary>
internal sealed class ResultSaver(
    ResultDownloader downloader,
    Func<EnhanceTask, IEnhanceObserver, CancellationToken, Task<EnhanceTask>> refresh,
    OperationCatalog catalog,
    ResilienceOptions options,
    TimeProvider time)
{
    // A result of a task that ended earlier than this is available everywhere; a refusal then most often means an expired address.
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);
    private static readonly TimeSpan LaterPatience = TimeSpan.FromSeconds(30);

    /// <summary>Saves all results.</summary>
    /// <returns>The task with its output paths; also with an error when a result could not be saved.</returns>
    internal async Task<EnhanceTask> SaveAsync(
        EnhanceTask task, ResultTarget target, Action<LedgerOutput> announce, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var saved = new List<string>(task.ResultUri.Count);
        target = target.For(task);

        // A result that was found expired earlier and is available now is completed.
        task = task with { Status = EnhanceTaskStatus.Completed };
        try
        {
            for (var number = 1; number <= task.ResultUri.Count; number++)
            {
                var file = AtomicFile.Create(target.Folder);
                await using (file.ConfigureAwait(false))
                {
                    (task, var format) = await DownloadAsync(task, number - 1, file, target.MaximumBytes, observer, cancellationToken).ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                    var names = target.FileNames(number, task.ResultUri.Count, ImageFormats.Extension(format));
                    saved.Add(await file.CommitAsync(names, target.IsReplacing, path => announce(new LedgerOutput(path, file.Length, file.Sha256()))).ConfigureAwait(false));
                }
            }

            return task with { OutputPath = saved, Error = null };
        }
        catch (EnhanceException failure)
        {
            return task with
            {
                Status = failure.Error.Id == ErrorIds.ResultExpired ? EnhanceTaskStatus.Expired : task.Status,
                OutputPath = saved,
                Error = failure.Error with
                {
                    RequestId = failure.Error.RequestId ?? task.RequestId,
                    Message = failure.Error.Kind == EnhanceErrorKind.Destination ? WithAddress(failure.Error.Message, task, saved.Count) : failure.Error.Message,
                },
            };
        }
    }

    private static string WithAddress(string message, EnhanceTask task, int index) =>
        $"{message} The result of '{task.Source ?? task.TaskId}' is still at {ResultAddress.WithoutQuery(task.ResultUri[index])}.";

    /// <summary>Copies saved results to the folder and name of this run; nothing is downloaded or billed.</summary>
    /// <returns>The task with the new paths; with an error when a copy failed.</returns>
    internal static async Task<EnhanceTask> CopyAsync(EnhanceTask task, ResultTarget target, CancellationToken cancellationToken)
    {
        var wanted = new List<string>(task.OutputPath.Count);
        target = target.For(task);
        try
        {
            for (var number = 1; number <= task.OutputPath.Count; number++)
            {
                var saved = task.OutputPath[number - 1];
                var names = target.FileNames(number, task.OutputPath.Count, Path.GetExtension(saved));
                wanted.Add(target.Holds(saved) ? saved : await CopyAsync(saved, names, target, cancellationToken).ConfigureAwait(false));
            }

            return task with { OutputPath = wanted };
        }
        catch (EnhanceException failure)
        {
            return task with { Error = failure.Error };
        }
    }

    private static async Task<string> CopyAsync(string saved, IEnumerable<string> names, ResultTarget target, CancellationToken cancellationToken)
    {
        try
        {
            var source = ImageFile.Open(saved, sequential: true);
            await using (source.ConfigureAwait(false))
            {
                var file = AtomicFile.Create(target.Folder);
                await using (file.ConfigureAwait(false))
                {
                    var buffer = new byte[64 * 1024];
                    for (int read; (read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
                    {
                        await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                    }

                    return await file.CommitAsync(names, target.IsReplacing).ConfigureAwait(false);
                }
            }
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            throw new ResultException(
                new EnhanceError { Id = ErrorIds.DownloadFailed, Target = saved, Message = $"The saved result '{saved}' cannot be copied to '{target.Folder}': {failure.Message}" }, failure);
        }
    }

    private async Task<(EnhanceTask Task, ImageFormat Format)> DownloadAsync(
        EnhanceTask task, int index, AtomicFile file, long maximumBytes, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var label = task.Source ?? task.TaskId ?? task.Operation;
        var isLate = Age(task) > Lately;

        // A refused old address is not retried: the task may have a new address.
        var patience = isLate ? TimeSpan.Zero : options.ResultPatience;
        for (var isLast = task.TaskId is null; ; isLast = true)
        {
            try
            {
                var limits = new DownloadLimits(maximumBytes, patience);
                return (task, await downloader.DownloadAsync(task.ResultUri[index], file, label, limits, observer, cancellationToken).ConfigureAwait(false));
            }
            catch (ResultException failure) when (failure.Error.Kind != EnhanceErrorKind.Destination && failure.Error.Id != ErrorIds.DownloadTooLarge)
            {
                // Signed addresses expire before the result does, and one may be invalid from the start; hosts that refuse an address send a page, a
                // redirect, or nothing.
                var isRefusal = ResultDownloader.IsRefusal(failure.Error);
                var fresh = isLast ? null : await RefreshOrNullAsync(task, observer, cancellationToken).ConfigureAwait(false);
                var isFresh = fresh is not null && fresh.ResultUri.Count == task.ResultUri.Count && fresh.ResultUri[index] != task.ResultUri[index];
                if (isRefusal && !isFresh && IsLifetimeOver(task))
                {
                    throw Expired(task, failure);
                }

                if (isLast || !(isFresh || (isRefusal && isLate)))
                {
                    throw;
                }

                task = isFresh ? fresh! : task;
                patience = isLate && !isFresh && LaterPatience < options.ResultPatience ? LaterPatience : options.ResultPatience;
            }
        }
    }

    private TimeSpan? Age(EnhanceTask task) => time.GetUtcNow() - (task.CompletedAt ?? task.SubmittedAt);

    /// <summary>Whether the documented lifetime of this result is over.</summary>
    private bool IsLifetimeOver(EnhanceTask task) => Age(task) > catalog.Provider(task.Provider).ResultLifetime;

    private EnhanceException Expired(EnhanceTask task, EnhanceException cause) => EnhanceException.For(
        new EnhanceError
        {
            Id = ErrorIds.ResultExpired,
            Target = cause.Error.Target,
            Provider = task.Provider,
            HttpStatus = cause.Error.HttpStatus,
            Message = FormattableString.Invariant(
                $"{cause.Message.TrimEnd('.')}, and {task.Provider} keeps results for {catalog.Provider(task.Provider).ResultLifetime!.Value.TotalHours:0} h."),
        },
        cause);

    /// <summary>Polls the task, whose response may contain a new address.</summary>
    /// <returns>The task; null when the poll failed.</returns>
    /// <exception cref="ProviderException">The provider reports that the result is gone (<see cref="ErrorIds.ResultExpired"/>).</exception>
    private async Task<EnhanceTask?> RefreshOrNullAsync(EnhanceTask task, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            return await refresh(task, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (EnhanceException failure) when (failure.Error.Id != ErrorIds.ResultExpired)
        {
            observer.OnVerbose($"There is no new address for '{task.Source ?? task.TaskId}': {failure.Message}");
            return null;
        }
    }
}
