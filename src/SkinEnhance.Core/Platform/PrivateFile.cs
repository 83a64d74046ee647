namespace SkinEnhance.Core.Platform;

/// <summary>Files and folders that only their owner reads. Windows' own folders for a user are private already.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    internal static FileStream Create(string path, FileMode mode, FileOptions options = FileOptions.None)
    {
        var how = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None, Options = options, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = OwnerFile;
        }

        return new FileStream(path, how);
    }

    internal static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerFile | UnixFileMode.UserExecute);
        }
    }
}
