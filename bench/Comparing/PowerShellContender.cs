using System.Diagnostics;

namespace SkinEnhance.Bench.Comparing;

/// <summary>A script run by pwsh.</summary>
/// <param name="name">What it is called on the command line.</param>
/// <param name="description">What it is.</param>
/// <param name="script">The script in the folder of contenders.</param>
/// <param name="needsModule">Whether the script takes the module of this project.</param>
internal sealed class PowerShellContender(string name, string description, string script, bool needsModule) : Contender
{
    private string _version = string.Empty;

    internal override string Name => name;

    internal override string Description => description + _version;

    internal override async Task<string?> PrepareAsync(string scratch, CancellationToken cancellationToken)
    {
        var (version, failure) = await ToolCheck.RunAsync(scratch, "pwsh", ["-NoProfile", "-NonInteractive", "-Command", "\"$($PSVersionTable.PSVersion)\""], cancellationToken);
        _version = failure is null ? $", PowerShell {version}" : string.Empty;
        return failure ?? (needsModule ? await Module.StageAsync(cancellationToken) : null);
    }

    internal override ProcessStartInfo Start(RunPlace place)
    {
        string[] module = needsModule ? ["-Module", Module.Folder] : [];
        var start = new ProcessStartInfo(
            "pwsh",
            [
                "-NoProfile", "-NonInteractive", "-File", Path.Combine(Self.Contenders, script),
                "-Source", place.Images, "-Destination", place.Output, "-Limit", place.Limit.ToString(CultureInfo.InvariantCulture), .. module,
            ]);
        place.Server.Configure(start, place.Home);
        return start;
    }
}
