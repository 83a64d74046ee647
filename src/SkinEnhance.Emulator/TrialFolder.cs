namespace SkinEnhance.Emulator;

/// <summary>A private temporary folder for what is tried out. It goes when it is disposed or the process ends; what a killed process left goes when
/// the next one is made.</summary>
public sealed class TrialFolder : IDisposable
{
    /// <summary>How folders for a ledger of its own begin, so that no trial gets among what was paid.</summary>
    public const string LedgerPrefix = "skinenhance-try-";

    /// <summary>The file in it that its process holds open for itself alone. The system frees it with the process.</summary>
    public const string Mark = ".owner";

    // From making the mark to holding it is a moment in which it looks as if its process were gone.
    private static readonly TimeSpan BeingMade = TimeSpan.FromMinutes(1);

    private readonly FileStream _held;

    /// <summary>Makes a folder, and removes those of the same prefix whose processes are gone.</summary>
    /// <param name="prefix">How its name begins.</param>
    /// <param name="parent">The folder above it; the one for temporary files when null.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
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

    /// <summary>Removes it with all that is in it. It may be called again.</summary>
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
            // It costs room and nothing else.
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
            // Held, of another user, or not made by this class.
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
            // Something still has a file in it open; the next start tries again.
        }
    }

    private void OnProcessExit(object? sender, EventArgs arguments) => Dispose();
}
