using System.IO.Enumeration;

namespace SkinEnhance.Core.Platform;

/// <summary>Reads when files were last written, even after a wrong clock.</summary>
internal static class FileTime
{
    /// <summary>When a file was last written; the latest possible time for one beyond the year 9999, which .NET cannot represent.</summary>
    /// <exception cref="IOException">The file's status cannot be read.</exception>
    internal static DateTime WrittenUtc(string path)
    {
        try
        {
            return File.GetLastWriteTimeUtc(path);
        }
        catch (ArgumentOutOfRangeException)
        {
            return DateTime.MaxValue;
        }
    }

    /// <inheritdoc cref="WrittenUtc(string)"/>
    internal static DateTime WrittenUtc(ref FileSystemEntry entry)
    {
        try
        {
            return entry.LastWriteTimeUtc.UtcDateTime;
        }
        catch (ArgumentOutOfRangeException)
        {
            return DateTime.MaxValue;
        }
    }
}
