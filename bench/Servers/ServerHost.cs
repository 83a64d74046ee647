using System.Text.Json;

namespace SkinEnhance.Bench.Servers;

/// <summary>The far side of <see cref="ServerProcess"/>: runs a server and answers over standard input and output, a line of JSON each.</summary>
internal static class ServerHost
{
    internal const string Verb = "serve";

    /// <summary>What asks for a <see cref="ServerReport"/>.</summary>
    internal const string ReportCommand = "report";

    /// <summary>Runs until standard input ends.</summary>
    /// <param name="plan">A <see cref="ServerPlan"/> as JSON.</param>
    internal static void Run(string plan)
    {
        using var server = Create(JsonSerializer.Deserialize<ServerPlan>(plan)!);
        Console.WriteLine(JsonSerializer.Serialize(new ServerGreeting(server.Address, server.Key, server.AILabKey)));
        while (Console.ReadLine() is { } line)
        {
            if (line == ReportCommand)
            {
                Console.WriteLine(JsonSerializer.Serialize(server.Report()));
            }
        }
    }

    internal static IServer Create(ServerPlan plan) => plan.Kind switch
    {
        ServerKind.Emulator => new EmulatorServer(plan),
        _ => new SinkServer(isSilent: plan.Kind == ServerKind.Silent),
    };
}
