using System.Collections.Concurrent;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Batch;

/// <summary>Assigns each image of a batch a target for its results, before anything is sent, so that no two share one.</summary>
/// <param name="batchSave">How results are saved when a request does not specify it; null to save none.</param>
/// <param name="time">The clock.</param>
internal sealed class ResultNames(SaveOptions? batchSave, TimeProvider time)
{
    // How long a folder that was found writable is not tested again.
    private static readonly TimeSpan FolderTrust = TimeSpan.FromSeconds(5);

    private readonly FingerprintSet _taken = new(ignoreCase: true);

    // When each folder was last found writable, by the clock's timestamps.
    private readonly ConcurrentDictionary<string, long> _folders = new();
    private int _index;

    /// <summary>Assigns an image its target. The order is that of the input, so that every run gives the same names.</summary>
    /// <returns>The target; null when nothing is saved.</returns>
    /// <exception cref="InvalidParameterException">The name pattern is invalid.</exception>
    internal ResultTarget? Take(PreparedRequest prepared)
    {
        var index = Interlocked.Increment(ref _index);
        if ((prepared.Request.Save ?? batchSave) is not { } save)
        {
            return null;
        }

        var submission = prepared.Submission;
        var scale = ImagePreflight.ScaleOf(submission.Operation, submission.Parameters);
        var target = ResultTarget.Of(save, submission.Source, submission.Operation, scale, prepared.Request.RelativeFolder, index, time.GetLocalNow());
        return target.NeedsTaskId ? target : target.Alternatives().First(place => _taken.Add(place.Identity));
    }

    /// <summary>Checks that a result can be saved before anything is billed.</summary>
    /// <param name="target">The image's target.</param>
    /// <param name="isDryRun">Whether no folder may be created.</param>
    /// <returns>The target, another one when existing files are avoided, and the existing file because of which the image is skipped.</returns>
    /// <exception cref="ResultException">A file with the name exists, or the folder cannot be written.</exception>
    internal async Task<(ResultTarget Target, string? Existing)> SecureAsync(ResultTarget target, bool isDryRun)
    {
        if (target.OnExisting != ExistingFileAction.Replace && target.FindExisting() is { } existing)
        {
            switch (target.OnExisting)
            {
                case ExistingFileAction.Skip:
                    return (target, existing);
                case ExistingFileAction.Rename:
                    target = target.Numbered().First(place => place.FindExisting() is null && _taken.Add(place.Identity));
                    break;
                default:
                    throw AtomicFile.Exists(existing);
            }
        }

        await CheckFolderAsync(target, isDryRun).ConfigureAwait(false);
        return (target, null);
    }

    /// <summary>Deletes temporary files of killed runs in the folder, once for each folder.</summary>
    internal void Sweep(ResultTarget target)
    {
        if (!_folders.ContainsKey(target.Folder))
        {
            // Files have the system's time, whatever clock the batch uses.
            AtomicFile.Sweep(target.Folder, TimeProvider.System.GetUtcNow());
        }
    }

    /// <summary>Checks that the folder of a result is writable.</summary>
    /// <param name="target">The image's target.</param>
    /// <param name="isDryRun">Whether the folder may not be created.</param>
    /// <exception cref="ResultException">It cannot be created or written.</exception>
    internal async Task CheckFolderAsync(ResultTarget target, bool isDryRun)
    {
        // Creating and deleting a file for each of thousands of images would be most of their cost in the file system.
        if (_folders.TryGetValue(target.Folder, out var seen) && time.GetElapsedTime(seen) < FolderTrust)
        {
            return;
        }

        await (isDryRun ? AtomicFile.ProbeWithoutMakingAsync(target.Folder) : AtomicFile.ProbeAsync(target.Folder)).ConfigureAwait(false);
        _folders[target.Folder] = time.GetTimestamp();
    }
}
