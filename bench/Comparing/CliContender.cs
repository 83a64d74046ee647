using System.Diagnostics;
using SkinEnhance.Bench.Servers;

namespace SkinEnhance.Bench.Comparing;

/// <summary>The command line of this project; all others are compared with it.</summary>
internal sealed class CliContender : Contender
{
    internal const string ContenderName = "cli";

    internal override string Name => ContenderName;

    internal override string Description => "`skinenhance enhance`";

    internal override Task<string?> PrepareAsync(string scratch, CancellationToken cancellationToken) =>
        Task.FromResult(File.Exists(Self.Cli) ? null : $"{Path.GetFileName(Self.Cli)} was not built");

    /// <summary>What is done to the images.</summary>
    internal string Mode { get; init; } = "faithful";

    internal override ProcessStartInfo Start(RunPlace place) => Start(place, null);

    /// <summary>The command of a run.</summary>
    /// <param name="place">Where it runs.</param>
    /// <param name="program">The program; as it was built with this one when null.</param>
    internal ProcessStartInfo Start(RunPlace place, string? program) => Command(
        place.Server,
        place.Home,
        ["enhance", place.Images, "--mode", Mode, "--destination", place.Output, "--limit", place.Limit.ToString(CultureInfo.InvariantCulture)],
        program);

    /// <summary>Any command of the command line.</summary>
    /// <param name="server">What it talks to.</param>
    /// <param name="home">The folder above its ledger.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="program">The program; as it was built with this one when null.</param>
    /// <returns>What to start.</returns>
    internal static ProcessStartInfo Command(ServerProcess server, string home, IReadOnlyList<string> arguments, string? program = null)
    {
        var start = new ProcessStartInfo(program ?? Self.Cli, arguments);
        server.Configure(start, home);
        return start;
    }
}
