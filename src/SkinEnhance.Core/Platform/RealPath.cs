namespace SkinEnhance.Core.Platform;

/// <summary>Paths without symbolic links, so that two ways to one file can be told to be one.</summary>
public static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>Follows every link in a path; what does not exist is kept as it is written.</summary>
    /// <param name="path">A full path.</param>
    /// <returns>The path without links; where links go round in a circle, with the last one of them.</returns>
    public static string Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var real = Path.GetPathRoot(path)!;
        var rest = new Stack<string>();
        Push(rest, path[real.Length..]);
        for (var links = 0; rest.TryPop(out var name);)
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, name);
            if (links == MostLinks || LinkTarget(next) is not { } target)
            {
                real = next;
                continue;
            }

            links++;
            if (Path.IsPathRooted(target))
            {
                target = Path.GetFullPath(target);
                real = Path.GetPathRoot(target)!;
                target = target[real.Length..];
            }

            Push(rest, target);
        }

        return real;
    }

    private static void Push(Stack<string> rest, string relative)
    {
        var names = relative.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        for (var index = names.Length - 1; index >= 0; index--)
        {
            if (names[index] != ".")
            {
                rest.Push(names[index]);
            }
        }
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
