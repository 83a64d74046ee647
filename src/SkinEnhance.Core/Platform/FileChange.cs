namespace SkinEnhance.Core.Platform;

/// <summary>Renames and deletes files. On Windows a virus scanner or an indexer may open a new file for some milliseconds, in which it can be
/// neither renamed nor deleted, so both are retried for a second.</summary>
internal static class FileChange
{
    private const int AccessDenied = unchecked((int)0x80070005);
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);
    private const int DeletePending = unchecked((int)0x8007012F);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc cref="File.Move(string, string, bool)"/>
    internal static void Move(string from, string to, bool overwrite = false) => Run(() => File.Move(from, to, overwrite));

    /// <inheritdoc cref="File.Delete(string)"/>
    internal static void Delete(string path) => Run(() => File.Delete(path));

    /// <summary>Runs an operation until it succeeds, a second has passed, or it fails with a permanent error.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="time">The clock.</param>
    internal static void Retry(Action operation, TimeProvider time)
    {
        var began = time.GetTimestamp();
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                operation();
                return;
            }
            catch (Exception failure) when (IsBusy(failure) && time.GetElapsedTime(began) < Patience)
            {
                Task.Delay(wait, time).GetAwaiter().GetResult();
            }
        }
    }

    // On other systems an open file can be renamed and deleted, and errors are permanent.
    private static void Run(Action operation)
    {
        if (OperatingSystem.IsWindows())
        {
            Retry(operation, TimeProvider.System);
        }
        else
        {
            operation();
        }
    }

    // Access is denied to the target of a rename while it is open, and to a file that is being deleted.
    private static bool IsBusy(Exception failure) =>
        failure is IOException or UnauthorizedAccessException && failure.HResult is AccessDenied or SharingViolation or LockViolation or DeletePending;
}
