using SkinEnhance.Cli.Hosting;
using Spectre.Console;

namespace SkinEnhance.Cli.Output;

/// <summary>Creates Spectre's console over the host's output.</summary>
internal static class TerminalConsole
{
    // Wide enough for a table in a log; a pipe has no width.
    private const int WidthOfPipe = 160;

    internal static IAnsiConsole Create(CliHost host)
    {
        var noColor = host.ReadVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(host.Output),
            Ansi = (host.OutputIsTerminal ? host.Ansi : false) switch
            {
                null => AnsiSupport.Detect,
                true => AnsiSupport.Yes,
                false => AnsiSupport.No,
            },
            ColorSystem = noColor ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (!host.OutputIsTerminal)
        {
            console.Profile.Width = WidthOfPipe;
        }

        return console;
    }
}
