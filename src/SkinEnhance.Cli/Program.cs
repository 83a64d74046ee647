using System.Text;
using SkinEnhance.Cli.Hosting;

namespace SkinEnhance.Cli;

/// <summary>The entry point of the process.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        // Windows would write file names, and JSON lines, in the console's old code page.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var signals = new CancelSignals();
        return await CliApplication.RunAsync(args, CliHost.OfProcess(), signals.Token);
    }
}
