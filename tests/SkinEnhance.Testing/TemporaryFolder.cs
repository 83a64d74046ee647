namespace SkinEnhance.Testing;

/// <summary>A folder for one test, deleted at its end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    // Unlike most disks it stores times beyond the year 2446.
    private const string SharedMemory = "/dev/shm";

    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("skinenhance-test-").FullName;

    private TemporaryFolder(string path) => Path = Directory.CreateDirectory(path).FullName;

    /// <summary>A folder whose files can have dates beyond the year 9999, if the system has such a file system.</summary>
    public static TemporaryFolder OfAnyYear() =>
        Directory.Exists(SharedMemory) ? new TemporaryFolder(System.IO.Path.Combine(SharedMemory, $"skinenhance-test-{Guid.NewGuid():N}")) : new TemporaryFolder();

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>A path below it; its parts may be separated by slashes on every system.</summary>
    public string In(string relative) => System.IO.Path.Combine([Path, .. relative.Split('/')]);

    /// <summary>Creates a file and its parent folders.</summary>
    public string Add(string relative, byte[]? content = null)
    {
        var path = In(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content ?? []);
        return path;
    }

    /// <summary>The names of all files below it, hidden ones included, with slashes, sorted.</summary>
    public string[] Files => FilesBelow(string.Empty);

    /// <summary>The names of all files below a folder in it, relative to that folder; none when there is no such folder.</summary>
    public string[] FilesBelow(string folder)
    {
        var root = In(folder);
        return Directory.Exists(root)
            ? [.. Directory.EnumerateFiles(root, "*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true })
                .Select(file => System.IO.Path.GetRelativePath(root, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)]
            : [];
    }
}
