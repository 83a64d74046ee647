using SkinEnhance.Cli.Hosting;

namespace SkinEnhance.Cli.Output;

/// <summary>Selects how a run is shown.</summary>
internal static class ReporterFactory
{
    /// <summary>Lines only, for any output.</summary>
    internal static IReporter CreatePlain(CliHost host, bool json)
    {
        var lines = new TaskLine(new DisplayName(host.CurrentDirectory));
        return json ? new JsonReporter(host, lines) : new PlainReporter(host, lines);
    }

    internal static IReporter Create(CliHost host, bool json, bool verbose)
    {
        var names = new DisplayName(host.CurrentDirectory);
        var lines = new TaskLine(names);
        if (json)
        {
            return new JsonReporter(host, lines);
        }

        // A table that redraws itself cannot be combined with verbose lines.
        return host.OutputIsTerminal && !verbose ? CreateForTerminal(host, lines, names) : new PlainReporter(host, lines);
    }

    // A separate method, so that a run without a terminal does not load Spectre.
    private static IReporter CreateForTerminal(CliHost host, TaskLine lines, DisplayName names)
    {
        var console = TerminalConsole.Create(host);
        return console.Profile.Capabilities.Ansi ? new LiveReporter(host, console, lines, names) : new PlainReporter(host, lines);
    }
}
