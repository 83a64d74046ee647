namespace SkinEnhance.Cli.Hosting;

/// <summary>What the process tells the shell.</summary>
internal static class ExitCode
{
    internal const int Done = 0;

    /// <summary>At least one image failed, or there was none.</summary>
    internal const int Failed = 1;

    /// <summary>Wrong usage or settings: the same command cannot succeed.</summary>
    internal const int Usage = 2;

    /// <summary>Stopped by Ctrl+C or SIGTERM; as a shell has it, 128 and the number of SIGINT.</summary>
    internal const int Cancelled = 130;
}
