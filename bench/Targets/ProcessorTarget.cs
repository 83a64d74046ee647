using SkinEnhance.Bench.Comparing;
using SkinEnhance.Bench.Images;
using SkinEnhance.Bench.Reporting;
using SkinEnhance.Bench.Servers;
using SkinEnhance.Bench.Statistics;

namespace SkinEnhance.Bench.Targets;

/// <summary>Processor time for each GB that is uploaded, beside that of a script and of curl.</summary>
internal sealed class ProcessorTarget : Target
{
    private const int Images = 48;
    private const int Rounds = 3;
    private const double Gigabyte = 1e9;

    internal override string Name => "processor";

    internal override async Task MeasureAsync(Scratch scratch, Findings findings, CancellationToken cancellationToken)
    {
        (string Name, double Most)[] others = [("script", 0.5), ("curl", 1.0)];
        var tools = scratch.NewFolder("tools");
        using var images = ImageSet.Create(scratch, ImageSizes.Same(Images, Scan));
        var plan = new ServerPlan { Kind = ServerKind.Sink };
        var contenders = ContenderList.Create().Where(contender => contender is CliContender || others.Any(other => other.Name == contender.Name)).ToList();
        var missing = new Dictionary<string, string>();
        var seconds = contenders.ToDictionary(contender => contender.Name, _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var contender in contenders.Where(contender => !missing.ContainsKey(contender.Name)))
            {
                if (round == 0 && await contender.PrepareAsync(tools, cancellationToken) is { } reason)
                {
                    missing[contender.Name] = reason;
                    continue;
                }

                try
                {
                    var run = await RunWholeAsync(contender, plan, images, scratch, cancellationToken);
                    seconds[contender.Name].Add(run.Cost.Processor.TotalSeconds / (images.Bytes / Gigabyte));
                }
                catch (InvalidOperationException failed) when (contender is not CliContender)
                {
                    // Another one's failure is a finding; half of its uploads would compare with nothing.
                    missing[contender.Name] = failed.Message;
                }
            }
        }

        var ours = Quantile.Median(seconds[CliContender.ContenderName]);
        findings.Add(Verdict.Information("processor time a GB, command line", Figure.Spread(seconds[CliContender.ContenderName]) + " s"));
        foreach (var (name, most) in others)
        {
            var target = Invariant($"at most {most:0.0} x that of `{name}`");
            if (missing.TryGetValue(name, out var reason))
            {
                findings.Add(Verdict.NotRun(target, reason));
                continue;
            }

            findings.Add(Verdict.Information($"processor time a GB, `{name}`", Figure.Spread(seconds[name]) + " s"));
            findings.Add(Verdict.AtMost(target, ours / Quantile.Median(seconds[name]), most, " x"));
        }

        findings.Note(Invariant($"{Images} images of {Figure.Megabytes(Scan):0} MB, {Limit} at once, into the sink; {Rounds} rounds in turns, medians, in brackets the smallest and the largest. Processor time is user and system time of the client and all that it starts, start-up and end included, over the bytes of the images (not of their Base64)."));
    }
}
