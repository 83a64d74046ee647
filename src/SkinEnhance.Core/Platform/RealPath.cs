namespace SkinEnhance.Core.Platform;

/// <summary>Resolves symbolic links, so that different paths to one file compare equal.</summary>
public static class RealPath
{
    // The limit on Linux.
    private const int MostLinks = 40;

    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>Resolves every link in a path; parts that do not exist are kept as written.</summary>
    /// <param name="path">A full path.</param>
    /// <returns>The path without links; for circular links, with the last of them.</returns>
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
