using System.Text;

namespace SkinEnhance.Core.Inputs;

/// <summary>Reads a list of paths, one after the other, so that a list of any length needs the room of one path.</summary>
public static class PathList
{
    // More than any system takes; a file that is no list must not fill the memory.
    private const int LongestPath = 32_767;

    /// <summary>Reads paths as far as the caller goes.</summary>
    /// <param name="reader">The list; it is read on, and left open.</param>
    /// <param name="isNullSeparated">Whether a null character ends each path, so that a path may hold line breaks; else a line end does.</param>
    /// <returns>The paths; empty ones are passed over, and one that is longer than any system takes is cut.</returns>
    public static IEnumerable<string> Read(TextReader reader, bool isNullSeparated)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Parts(reader, isNullSeparated ? '\0' : '\n').Select(part => isNullSeparated ? part : part.TrimEnd('\r')).Where(part => part.Length > 0);
    }

    private static IEnumerable<string> Parts(TextReader reader, char end)
    {
        var part = new StringBuilder();
        for (int next; (next = reader.Read()) >= 0;)
        {
            if (next == end)
            {
                yield return part.ToString();
                part.Clear();
            }
            else if (part.Length < LongestPath)
            {
                part.Append((char)next);
            }
        }

        yield return part.ToString();
    }
}
