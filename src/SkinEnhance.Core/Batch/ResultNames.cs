using System.Collections.Concurrent;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Batch;

/// <summary>Gives each image of a batch the place of its results, before anything is sent, so that no two share one.</summary>
/// <param name="batchSave">How results are saved where a request does not say; null when they are not.</param>
/// <param name="time">The clock.</param>
internal sealed class ResultNames(SaveOptions? batchSave, TimeProvider time)
{
    // How long a folder that was seen to be writable is taken to be so.
    private static readonly TimeSpan FolderTrust = TimeSpan.FromSeconds(5);

    private readonly FingerprintSet _taken = new(ignoreCase: true);

    // When each folder was last seen to be writable, by the clock's timestamps.
    private readonly ConcurrentDictionary<string, long> _folders = new();
    private int _index;

    /// <summary>Gives an image its place. Images are given theirs in the order of the input, so that every run tells them apart alike.</summary>
    /// <returns>The place; null when nothing is saved.</returns>
    /// <exception cref="InvalidParameterException">The pattern for names is refused.</exception>
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

    /// <summary>Makes sure that a result could be saved, so that nothing is paid for in vain.</summary>
    /// <param name="target">The image's place.</param>
    /// <param name="isDryRun">Whether no folder may be made.</param>
    /// <returns>The place, which is another one when files that exist are evaded, and the existing file because of which the image is left out.</returns>
    /// <exception cref="ResultException">A file of the name exists, or the folder cannot be written.</exception>
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

    /// <summary>Removes what killed runs left in the folder, once for each.</summary>
    internal void Sweep(ResultTarget target)
    {
        if (!_folders.ContainsKey(target.Folder))
        {
            // Files have the system's time, whatever clock the batch goes by.
            AtomicFile.Sweep(target.Folder, TimeProvider.System.GetUtcNow());
        }
    }

    /// <summary>Checks that the folder of a result can be written.</summary>
    /// <param name="target">The image's place.</param>
    /// <param name="isDryRun">Whether the folder may not be made.</param>
    /// <exception cref="ResultException">It cannot be made or written.</exception>
    internal async Task CheckFolderAsync(ResultTarget target, bool isDryRun)
    {
        // A file made and removed for every image of thousands is most of what they cost the file system.
        if (_folders.TryGetValue(target.Folder, out var seen) && time.GetElapsedTime(seen) < FolderTrust)
        {
            return;
        }

        await (isDryRun ? AtomicFile.ProbeWithoutMakingAsync(target.Folder) : AtomicFile.ProbeAsync(target.Folder)).ConfigureAwait(false);
        _folders[target.Folder] = time.GetTimestamp();
    }
}
