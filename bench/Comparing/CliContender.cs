using System.Diagnostics;

namespace SkinEnhance.Bench.Comparing;

/// <summary>The command line of this project; all others are compared with it.</summary>
internal sealed class CliContender : Contender
{
    internal const string ContenderName = "cli";

    internal override string Name => ContenderName;

    internal override string Description => "`skinenhance enhance`";

    internal override Task<string?> PrepareAsync(string scratch, CancellationToken cancellationToken) =>
        Task.FromResult(File.Exists(Self.Cli) ? null : $"{Path.GetFileName(Self.Cli)} was not built");

    internal override ProcessStartInfo Start(RunPlace place) => Start(place, "faithful");

    internal static ProcessStartInfo Start(RunPlace place, string mode, params string[] more)
    {
        var start = new ProcessStartInfo(
            Self.Cli,
            ["enhance", place.Images, "--mode", mode, "--destination", place.Output, "--limit", place.Limit.ToString(CultureInfo.InvariantCulture), .. more]);
        place.Server.Configure(start, place.Home);
        return start;
    }
}
