namespace SkinEnhance.Emulator;

/// <summary>A private temporary folder for a trial. It is deleted when it is disposed or the process ends; one of a killed process is
/// deleted when the next one is created.</summary>
public sealed class TrialFolder : IDisposable
{
    /// <summary>The prefix of folders with a separate ledger, so that trials and paid submissions are not mixed.</summary>
    public const string LedgerPrefix = "skinenhance-try-";

    /// <summary>The file in it that its process keeps open exclusively. The system closes it with the process.</summary>
    public const string Mark = ".owner";

    // Between creating the mark and opening it, its process appears to have ended.
    private static readonly TimeSpan BeingMade = TimeSpan.FromMinutes(1);

    private readonly FileStream _held;

    /// <summary>Creates a folder, and deletes those with the same prefix whose processes have ended.</summary>
    /// <param name="prefix">The prefix of its name.</param>
    /// <param name="parent">The parent folder; the one for temporary files when null.</param>
    /// <exception cref="IOException">It cannot be created.</exception>
    public TrialFolder(string prefix, string? parent = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        parent ??= System.IO.Path.GetTempPath();
        Sweep(prefix, parent);
        Path = Create(prefix, parent);
        _held = new FileStream(System.IO.Path.Combine(Path, Mark), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Deletes it with its content. It may be called again.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        _held.Dispose();
        Delete(Path);
    }

    private static string Create(string prefix, string parent)
    {
        var path = System.IO.Path.Combine(parent, prefix + Guid.NewGuid().ToString("N"));
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    private static void Sweep(string prefix, string parent)
    {
        try
        {
            var notLinks = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint };
            foreach (var folder in Directory.EnumerateDirectories(parent, prefix + "*", notLinks).Where(IsLeft))
            {
                Delete(folder);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A leftover takes disk space only.
        }
    }

    private static bool IsLeft(string folder)
    {
        try
        {
            var mark = System.IO.Path.Combine(folder, Mark);
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(mark) < BeingMade)
            {
                return false;
            }

            using var free = new FileStream(mark, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // In use, of another user, or not created by this class.
            return false;
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A file in it is still open; the next start tries again.
        }
    }

    private void OnProcessExit(object? sender, EventArgs arguments) => Dispose();
}
