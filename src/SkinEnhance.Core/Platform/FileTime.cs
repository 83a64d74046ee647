using System.IO.Enumeration;

namespace SkinEnhance.Core.Platform;

/// <summary>When files were last written, whatever a wrong clock put there.</summary>
internal static class FileTime
{
    /// <summary>When a file was last written; the latest time there is for one beyond the year 9999, which the platform cannot express.</summary>
    /// <exception cref="IOException">The file cannot be looked at.</exception>
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
