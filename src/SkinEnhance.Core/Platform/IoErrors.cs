namespace SkinEnhance.Core.Platform;

/// <summary>Classifies file system errors; their numbers differ between Windows and other systems.</summary>
internal static class IoErrors
{
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsFileExists = unchecked((int)0x80070050);
    private const int WindowsAlreadyExists = unchecked((int)0x800700B7);
    private const int NoSpaceLeft = 28;
    private const int LinuxQuotaExceeded = 122;
    private const int MacQuotaExceeded = 69;
    private const int UnixFileExists = 17;

    internal static bool IsIo(Exception failure) => failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    internal static bool IsNotFound(Exception failure) => failure is FileNotFoundException or DirectoryNotFoundException;

    internal static bool IsDiskFull(Exception failure) =>
        failure is IOException
        && (failure.HResult is WindowsDiskFull or WindowsHandleDiskFull
            || (!OperatingSystem.IsWindows() && failure.HResult is NoSpaceLeft)
            || (OperatingSystem.IsLinux() && failure.HResult is LinuxQuotaExceeded)
            || (OperatingSystem.IsMacOS() && failure.HResult is MacQuotaExceeded));

    internal static bool IsAlreadyThere(Exception failure) =>
        failure is IOException
        && (failure.HResult is WindowsFileExists or WindowsAlreadyExists || (!OperatingSystem.IsWindows() && failure.HResult is UnixFileExists));
}
