using System.Diagnostics;

namespace SkinEnhance.Bench.Comparing;

/// <summary>Comfy's own client in TypeScript, fetched from its registry when it is measured. It posts to a route of its own, so only what an upload costs compares.</summary>
internal sealed class ComfySdkContender : Contender
{
    private const string Package = "@comfyorg/sdk";
    private string _script = string.Empty;
    private string _versions = string.Empty;

    internal override string Name => "comfy-sdk";

    internal override string Description => $"`{Package}`, `comfy.models.run`{_versions}; uploads only";

    internal override bool Downloads => false;

    internal override bool NeedsSink => true;

    internal override async Task<string?> PrepareAsync(string scratch, CancellationToken cancellationToken)
    {
        var (node, missing) = await ToolCheck.RunAsync(scratch, "node", ["--version"], cancellationToken);
        if (missing is not null)
        {
            return missing;
        }

        var folder = Directory.CreateDirectory(Path.Combine(scratch, Name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"private":true,"type":"module"}""", cancellationToken);
        if ((await ToolCheck.RunAsync(folder, "npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", Package], cancellationToken)).Failure is { } notInstalled)
        {
            return notInstalled;
        }

        // A module finds its packages beside itself.
        _script = Path.Combine(folder, "comfy-sdk.mjs");
        File.Copy(Path.Combine(Self.Contenders, "comfy-sdk.mjs"), _script, overwrite: true);
        var package = Path.Combine("node_modules", Package);
        var (version, _) = await ToolCheck.RunAsync(folder, "npm", ["pkg", "get", "version", "--prefix", package], cancellationToken);
        var (wanted, _) = await ToolCheck.RunAsync(folder, "npm", ["pkg", "get", "engines.node", "--prefix", package], cancellationToken);
        _versions = $", {version.Trim('"')}, under Node.js {node.TrimStart('v')} (it asks for {wanted.Trim('"')})";
        return null;
    }

    internal override ProcessStartInfo Start(RunPlace place)
    {
        var start = new ProcessStartInfo("node", [_script, place.Images, place.Limit.ToString(CultureInfo.InvariantCulture)]);
        place.Server.Configure(start, place.Home);
        return start;
    }
}
