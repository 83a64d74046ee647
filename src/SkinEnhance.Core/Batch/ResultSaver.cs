using SkinEnhance.Core.Http;
using SkinEnhance.Core.Imaging;

namespace SkinEnhance.Core.Batch;

/// <summary>Downloads the results of a completed task and gives them their names.</summary>
internal sealed class ResultSaver(ResultDownloader downloader, Func<EnhanceTask, IEnhanceObserver, CancellationToken, Task<EnhanceTask>> refresh)
{
    /// <summary>Saves all results.</summary>
    /// <returns>The task with its output paths; with an error as well when a result could not be saved.</returns>
    internal async Task<EnhanceTask> SaveAsync(EnhanceTask task, ResultTarget target, IEnhanceObserver observer, CancellationToken cancellationToken)
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
                    var name = OutputName.Of(target.Stem, number, task.ResultUri.Count, format);
                    saved.Add(await file.CommitAsync(name, target.Force).ConfigureAwait(false));
                }
            }

            return task with { OutputPath = saved, Error = null };
        }
        catch (EnhanceException failure)
        {
            return task with { OutputPath = saved, Error = failure.Error with { RequestId = failure.Error.RequestId ?? task.RequestId } };
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
