using System.Runtime.InteropServices;
using System.Text;

namespace SkinEnhance.Core.Platform;

/// <summary>Distinguishes regular files from pipes, sockets and devices.</summary>
internal static class FileKind
{
    // The file types in st_mode, as in POSIX.
    private const int KindMask = 0xF000;
    private const int Folder = 0x4000;
    private const int Regular = 0x8000;

    // The runtime's form of a file's status has the same layout on every system: flags, then the mode, 32 bits each.
    private const int ModeOffset = 4;
    private const int StatusLength = 256;

    /// <summary>Whether a path is a pipe, a socket or a device. Windows does not open those as files.</summary>
    /// <param name="path">The path; links are followed.</param>
    /// <returns>False for a regular file, a folder, and a path that does not exist.</returns>
    internal static bool IsSpecial(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        var status = new byte[StatusLength];
        return Stat(Encoding.UTF8.GetBytes(path + '\0'), status) == 0
            && (BitConverter.ToInt32(status, ModeOffset) & KindMask) is not (Regular or Folder);
    }

    // The framework has no API for this: the attributes of a pipe are those of a file.
    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    private static extern int Stat(byte[] path, byte[] status);
}
