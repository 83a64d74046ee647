using System.Text;

namespace SkinEnhance.Core.Inputs;

/// <summary>Reads a list of paths one by one, so that memory does not grow with the list.</summary>
public static class PathList
{
    // Longer than any valid path; a file that is not a list must not fill the memory.
    private const int LongestPath = 32_767;

    /// <summary>Reads paths as the caller enumerates.</summary>
    /// <param name="reader">The list; it is not closed.</param>
    /// <param name="isNullSeparated">Whether paths end with a null character, so that a path may contain line breaks; otherwise with a line end.</param>
    /// <returns>The paths; empty ones are skipped, and one that is longer than any valid path is cut.</returns>
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
