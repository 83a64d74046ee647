using System.Diagnostics;
using SkinEnhance.Bench.Comparing;
using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Measuring;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Statistics;

namespace SkinEnhance.Bench.Targets;

/// <summary>What importing the module costs, and its first command.</summary>
internal sealed class ModuleTarget : Target
{
    private const int Starts = 21;
    private const double MostImport = 100;
    private const double MostCommand = 150;
    private const long Size = 50_000;
    private const string ImportGoal = "Import-Module at most 100 ms over a bare pwsh";
    private const string CommandGoal = "the first command at most 150 ms more";

    internal override string Name => "module";

    internal override async Task MeasureAsync(Scratch scratch, Findings findings, CancellationToken cancellationToken)
    {
        var module = new PowerShellContender(Name, string.Empty, string.Empty, needsModule: true);
        if (await module.PrepareAsync(scratch.Folder, cancellationToken) is { } reason)
        {
            findings.Add(Verdict.NotRun(ImportGoal, reason));
            findings.Add(Verdict.NotRun(CommandGoal, reason));
            return;
        }

        using var images = ImageSet.Create(scratch, ImageSizes.Same(1, Size));
        var import = $"$ErrorActionPreference = 'Stop'; Import-Module '{Module.Folder}'";
        string[] scripts =
        [
            "$ErrorActionPreference = 'Stop'",
            import,
            $"{import}; if (-not (Test-EnhanceImage -LiteralPath '{images.Images[0].Path}' -Operation Faithful)) {{ exit 1 }}",
        ];
        var times = scripts.Select(_ => new List<double>()).ToList();
        for (var start = 0; start <= Starts; start++)
        {
            for (var index = 0; index < scripts.Length; index++)
            {
                var run = (await Launcher.RunAsync(new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", scripts[index]]), cancellationToken)).Succeeded();
                if (start > 0)
                {
                    times[index].Add(run.Wall.TotalMilliseconds);
                }
            }
        }

        var medians = times.ConvertAll(Quantile.Median);
        findings.Add(Verdict.Information("bare pwsh, start to end", Figure.Spread(times[0]) + " ms"));
        findings.Add(Verdict.Information("with Import-Module", Figure.Spread(times[1]) + " ms"));
        findings.Add(Verdict.Information("with Import-Module and Test-EnhanceImage", Figure.Spread(times[2]) + " ms"));
        findings.Add(Verdict.AtMost(ImportGoal, medians[1] - medians[0], MostImport, " ms"));
        findings.Add(Verdict.AtMost(CommandGoal, medians[2] - medians[1], MostCommand, " ms"));
        findings.Note(Invariant($"{Starts} starts of each of `pwsh -NoProfile -NonInteractive`, in turns, after one that is not counted; medians, in brackets the smallest and the largest. The first command is `Test-EnhanceImage`, which loads the engine and reads a file's header."));
    }
}
