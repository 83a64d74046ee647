namespace SkinEnhance.Cli.Hosting;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    internal const int Done = 0;

    /// <summary>At least one image failed or was not sent.</summary>
    internal const int Failed = 1;

    /// <summary>Wrong usage or settings: the same command cannot succeed.</summary>
    internal const int Usage = 2;

    /// <summary>No image was found, or all were skipped.</summary>
    internal const int NothingToDo = 3;

    /// <summary>Stopped by Ctrl+C, SIGTERM or SIGHUP; by shell convention, 128 and the number of SIGINT.</summary>
    internal const int Cancelled = 130;
}
