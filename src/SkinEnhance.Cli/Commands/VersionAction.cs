using System.CommandLine;
using System.CommandLine.Invocation;

namespace SkinEnhance.Cli.Commands;

/// <summary>Prints this program's version; the library's own action would print that of the process it runs in.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(typeof(VersionAction).Assembly.GetName().Version!.ToString(fieldCount: 3));
        return 0;
    }
}
