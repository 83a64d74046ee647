using System.Diagnostics;

namespace SkinEnhance.Bench;

/// <summary>This program and the repository around it.</summary>
internal static class Self
{
#if DEBUG
    internal static string Configuration => "Debug";
#else
    internal static string Configuration => "Release";
#endif

    /// <summary>The repository's folder.</summary>
    internal static string Repository { get; } = FindRepository();

    /// <summary>The folder of the contenders' scripts.</summary>
    internal static string Contenders { get; } = Path.Combine(AppContext.BaseDirectory, "contenders");

    /// <summary>The command line program, as it was built with this one.</summary>
    internal static string Cli { get; } = Path.Combine(Repository, "src", "SkinEnhance.Cli", "bin", Configuration, "net8.0", "skinenhance");

    /// <summary>The program that does nothing.</summary>
    internal static string Empty { get; } = Path.Combine(Repository, "bench", "empty", "bin", Configuration, "net8.0", "skinenhance-bench-empty");

    /// <summary>Starts this program again with other arguments.</summary>
    internal static ProcessStartInfo Start(params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? new ProcessStartInfo(program, [typeof(Self).Assembly.Location, .. arguments])
            : new ProcessStartInfo(program, arguments);
    }

    private static string FindRepository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "SkinEnhance.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("The bench runs inside of the repository only.");
    }
}
