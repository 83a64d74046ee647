using System.CommandLine;
using SkinEnhance.Bench.Comparing;
using SkinEnhance.Bench.Reporting;

namespace SkinEnhance.Bench.Verbs;

/// <summary><c>compare</c>.</summary>
internal static class CompareVerb
{
    private const string Name = "compare";

    internal static Command Create(IReadOnlyList<string> arguments)
    {
        var images = new Option<int>("--images") { Description = "How many images.", DefaultValueFactory = _ => 200 };
        var size = new Option<double?>("--size") { Description = "The size of every image in MB. Without it they are mixed: 0.2 to 6 MB, and one of 40 MB in fifty." };
        var limit = new Option<int>("--limit") { Description = "How many images every contender may have under way at once.", DefaultValueFactory = _ => 32 };
        var seconds = new Option<double>("--task-seconds") { Description = "How long a task of the emulator takes.", DefaultValueFactory = _ => 2 };
        var rounds = new Option<int>("--rounds") { Description = "How often each contender runs, in turns.", DefaultValueFactory = _ => 3 };
        var sink = new Option<bool>("--sink") { Description = "Upload into a sink instead of the emulator." };
        var only = Shared.Only("Only these contenders.", ContenderList.Names);
        var write = Shared.Write();
        images.Validators.Add(result => Shared.Require(result, result.GetValueOrDefault<int>() is >= 1 and <= 100_000, "--images takes 1 to 100000."));
        limit.Validators.Add(result => Shared.Require(result, result.GetValueOrDefault<int>() is >= 1 and <= 64, "--limit takes 1 to 64."));
        rounds.Validators.Add(result => Shared.Require(result, result.GetValueOrDefault<int>() >= 1, "--rounds takes 1 or more."));
        size.Validators.Add(result => Shared.Require(result, result.GetValueOrDefault<double?>() is null or (>= 0.001 and <= 300), "--size takes 0.001 to 300."));
        var command = new Command(Name, "Compares this project with what else would do the work.") { images, size, limit, seconds, rounds, sink, only, write };
        command.SetAction(async (parsed, cancel) =>
        {
            Report.Note(Machine.Describe());
            var options = new ComparisonOptions
            {
                Images = parsed.GetValue(images),
                Megabytes = parsed.GetValue(size),
                Limit = parsed.GetValue(limit),
                TaskSeconds = parsed.GetValue(seconds),
                Rounds = parsed.GetValue(rounds),
                IntoSink = parsed.GetValue(sink),
                Only = Shared.Read(parsed, only),
            };
            var report = await Comparison.RunAsync(options, cancel);
            if (parsed.GetValue(write))
            {
                ResultsFile.Write(Title(options), report.Text, arguments);
            }

            return 0;
        });
        return command;
    }

    // A comparison over other images, or against the sink, is another one: neither takes the other's place.
    private static string Title(ComparisonOptions options) =>
        Name + (options.IntoSink ? " --sink" : string.Empty) + (options.Megabytes is { } size ? Invariant($" --size {size:0.###}") : string.Empty);
}
