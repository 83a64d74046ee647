using System.CommandLine;
using SkinEnhance.Bench.Servers;

namespace SkinEnhance.Bench.Verbs;

/// <summary>The verb by which this program starts itself as a server.</summary>
internal static class ServeVerb
{
    internal static Command Create()
    {
        var plan = new Argument<string>("plan");
        var command = new Command(ServerHost.Verb, "Runs a server for another process of this program.") { plan };
        command.Hidden = true;
        command.SetAction(parsed => ServerHost.Run(parsed.GetValue(plan)!));
        return command;
    }
}
