using System.CommandLine;
using System.CommandLine.Parsing;

namespace SkinEnhance.Bench.Verbs;

/// <summary>Options that several verbs take.</summary>
internal static class Shared
{
    internal static Option<bool> Write() => new("--write") { Description = "Put what is printed into bench/RESULTS.md, in place of what stands there of the same measurement." };

    internal static Option<string?> Only(string description, IReadOnlyList<string> names)
    {
        var only = new Option<string?>("--only") { Description = $"{description} {string.Join(",", names)}.", HelpName = "a,b" };
        only.Validators.Add(result =>
        {
            foreach (var name in Split(result.GetValueOrDefault<string?>()).Except(names))
            {
                result.AddError($"There is no '{name}'; there are {string.Join(", ", names)}.");
            }
        });
        return only;
    }

    internal static IReadOnlyList<string> Read(ParseResult parsed, Option<string?> only) => Split(parsed.GetValue(only));

    internal static void Require(OptionResult result, bool condition, string message)
    {
        if (!condition)
        {
            result.AddError(message);
        }
    }

    private static string[] Split(string? names) => names?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
