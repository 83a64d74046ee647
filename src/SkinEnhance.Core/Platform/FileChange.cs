namespace SkinEnhance.Core.Platform;

/// <summary>Renames and deletes files. On Windows a virus scanner or an indexer opens what was just written for some milliseconds, in which it can
/// be neither renamed nor deleted: it is tried again for a second before that is an error.</summary>
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

    /// <summary>Runs an operation until it succeeds, a second is over, or it fails for a reason that does not pass.</summary>
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

    // Elsewhere a file that somebody has open can be renamed and deleted, and what is refused stays refused.
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

    // Access is denied to what somebody has open for a rename over it, and to what is being deleted.
    private static bool IsBusy(Exception failure) =>
        failure is IOException or UnauthorizedAccessException && failure.HResult is AccessDenied or SharingViolation or LockViolation or DeletePending;
}
