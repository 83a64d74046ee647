using System.Diagnostics;

namespace SkinEnhance.Bench.Comparing;

/// <summary>curl and base64, many at once through xargs.</summary>
internal sealed class CurlContender : Contender
{
    private string _version = string.Empty;

    internal override string Name => "curl";

    internal override string Description => "`curl` and `base64` under `xargs -P`" + _version;

    internal override bool StartsOthers => true;

    internal override async Task<string?> PrepareAsync(string scratch, CancellationToken cancellationToken)
    {
        foreach (var tool in (string[])["sh", "xargs", "curl", "base64"])
        {
            string[] probe = tool == "sh" ? ["-c", "exit 0"] : ["--version"];
            var (version, missing) = await ToolCheck.RunAsync(scratch, tool, probe, cancellationToken);
            if (missing is not null)
            {
                return missing;
            }

            _version = tool == "curl" ? ", " + string.Join(' ', version.Split(' ').Take(2)) : _version;
        }

        return null;
    }

    internal override ProcessStartInfo Start(RunPlace place)
    {
        var start = new ProcessStartInfo(
            "sh", [Path.Combine(Self.Contenders, "curl.sh"), place.Images, place.Output, place.Limit.ToString(CultureInfo.InvariantCulture)]);
        place.Server.Configure(start, place.Home);

        // Its temporary files belong to the run.
        start.Environment["TMPDIR"] = place.Home;
        return start;
    }
}
