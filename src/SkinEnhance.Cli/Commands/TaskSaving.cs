using SkinEnhance.Cli.Hosting;
using SkinEnhance.Core;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Cli.Commands;

/// <summary>Saves the results of earlier tasks.</summary>
internal static class TaskSaving
{
    /// <summary>How many results are downloaded at once.</summary>
    internal const int Limit = 4;

    /// <summary>The options for the results, from the command line.</summary>
    /// <exception cref="UsageException">The folder's name is empty.</exception>
    internal static SaveOptions? Options(string? destination, bool force, long maximumBytes, CliHost host) => destination switch
    {
        null => null,
        "" => throw new UsageException("Specify the folder for the results with --destination <folder>."),
        _ => new SaveOptions(Path.GetFullPath(destination, host.CurrentDirectory), force ? ExistingFileAction.Replace : ExistingFileAction.Error) { MaximumBytes = maximumBytes },
    };

    /// <summary>Saves the results of one task; polls it first if it is not known to be completed.</summary>
    internal static async Task<EnhanceTask> SaveAsync(
        EnhanceClient client, EnhanceTask task, SaveOptions save, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var current = task.IsEnded && task is not { Status: EnhanceTaskStatus.Expired, ResultUri.Count: 0 } ? task : await client.RefreshAsync(task, observer, cancellationToken);
        return current switch
        {
            // The error of an earlier download does not prevent another one.
            { Status: EnhanceTaskStatus.Completed or EnhanceTaskStatus.Expired, ResultUri.Count: > 0 } => await client.SaveAsync(current with { Error = null }, save, observer, cancellationToken),
            { Error: not null } => current,
            { Status: EnhanceTaskStatus.Completed } => await client.SaveAsync(current, save, observer, cancellationToken),
            _ => current with
            {
                Error = new EnhanceError
                {
                    Id = ErrorIds.ResultNotReady,
                    Target = current.TaskId,
                    Provider = current.Provider,
                    Message = $"The status of task {TaskFinder.IdOf(current)} for '{current.Source}' at {current.Provider} is {current.Status}; it has no result yet.",
                },
            },
        };
    }
}
