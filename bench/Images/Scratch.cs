namespace SkinEnhance.Bench.Images;

/// <summary>A temporary folder for everything that a measurement writes; it is deleted when it is disposed.</summary>
internal sealed class Scratch : IDisposable
{
    private int _last;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("skinenhance-bench-").FullName;

    /// <summary>Makes a folder that nobody has used.</summary>
    internal string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, Invariant($"{name}{Interlocked.Increment(ref _last)}"))).FullName;

    public void Dispose() => Delete(Folder);

    internal static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
