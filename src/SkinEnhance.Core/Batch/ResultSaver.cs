using SkinEnhance.Core.Http;
using SkinEnhance.Core.Imaging;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Batch;

/// <summary>Downloads the results of a completed task and gives them their names.</summary>
internal sealed class ResultSaver(ResultDownloader downloader, Func<EnhanceTask, IEnhanceObserver, CancellationToken, Task<EnhanceTask>> refresh)
{
    /// <summary>Saves all results.</summary>
    /// <returns>The task with its output paths; with an error as well when a result could not be saved.</returns>
    internal async Task<EnhanceTask> SaveAsync(
        EnhanceTask task, ResultTarget target, Action<LedgerOutput> announce, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var saved = new List<string>(task.ResultUri.Count);
        try
        {
            for (var number = 1; number <= task.ResultUri.Count; number++)
            {
                var file = AtomicFile.Create(target.Folder);
                await using (file.ConfigureAwait(false))
                {
                    (task, var format) = await DownloadAsync(task, number - 1, file, observer, cancellationToken).ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                    var path = Path.Combine(target.Folder, OutputName.Of(target.Stem, number, task.ResultUri.Count, format));
                    announce(new LedgerOutput(path, file.Length, file.Sha256()));
                    saved.Add(await file.CommitAsync(Path.GetFileName(path), target.Force).ConfigureAwait(false));
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
        $"{message} The result of '{task.Source ?? task.TaskId}' is still at {task.ResultUri[index]}.";

    /// <summary>Brings saved results to where, and under what name, they are wanted this time; nothing is downloaded or paid.</summary>
    /// <returns>The task with the paths wanted; with an error when a copy could not be made.</returns>
    internal static async Task<EnhanceTask> CopyAsync(EnhanceTask task, ResultTarget target, CancellationToken cancellationToken)
    {
        var wanted = new List<string>(task.OutputPath.Count);
        try
        {
            for (var number = 1; number <= task.OutputPath.Count; number++)
            {
                var saved = task.OutputPath[number - 1];
                var name = OutputName.Of(target.Stem, number, task.OutputPath.Count, ImageFormat.Unknown) + Path.GetExtension(saved);
                wanted.Add(
                    string.Equals(saved, Path.Combine(target.Folder, name), StringComparison.Ordinal)
                        ? saved
                        : await CopyAsync(saved, name, target, cancellationToken).ConfigureAwait(false));
            }

            return task with { OutputPath = wanted };
        }
        catch (EnhanceException failure)
        {
            return task with { Error = failure.Error };
        }
    }

    private static async Task<string> CopyAsync(string saved, string name, ResultTarget target, CancellationToken cancellationToken)
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

                    return await file.CommitAsync(name, target.Force).ConfigureAwait(false);
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
        EnhanceTask task, int index, AtomicFile file, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var label = task.Source ?? task.TaskId ?? task.Operation;
        try
        {
            return (task, await downloader.DownloadAsync(task.ResultUri[index], file, label, observer, cancellationToken).ConfigureAwait(false));
        }
        catch (ProviderException expired) when (expired.Error.Id == ErrorIds.ResultExpired && task.TaskId is not null)
        {
            // Addresses are signed and run out before the result does: the task may name a fresh one.
            var fresh = await RefreshOrNullAsync(task, observer, cancellationToken).ConfigureAwait(false);
            if (fresh is null || fresh.ResultUri.Count != task.ResultUri.Count || fresh.ResultUri[index] == task.ResultUri[index])
            {
                throw;
            }

            return (fresh, await downloader.DownloadAsync(fresh.ResultUri[index], file, label, observer, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<EnhanceTask?> RefreshOrNullAsync(EnhanceTask task, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            return await refresh(task, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (EnhanceException failure)
        {
            observer.OnVerbose($"No fresh address for '{task.Source ?? task.TaskId}': {failure.Message}");
            return null;
        }
    }
}
