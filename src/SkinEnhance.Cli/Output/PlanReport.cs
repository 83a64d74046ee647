using System.Text.Json;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Core.Batch;
using SkinEnhance.Core.Inputs;
using SkinEnhance.Core.Pricing;

namespace SkinEnhance.Cli.Output;

/// <summary>Shows what a run would do, a line for each image, and the totals.</summary>
internal sealed class PlanReport(CliHost host, bool json)
{
    private readonly DisplayName _names = new(host.CurrentDirectory);
    private int _notFound;

    /// <summary>Reports an image.</summary>
    internal void Add(EnhancePlan plan)
    {
        if (json)
        {
            host.Output.WriteLine(JsonSerializer.Serialize(JsonPlan.Of(plan), JsonTaskContext.Default.JsonPlan));
        }
        else if (plan.Error is { } error)
        {
            host.Error.WriteLine(ErrorText.Of(error, "Refuse: "));
        }
        else
        {
            var output = plan.OutputPath is { } path ? $" -> {_names.Of(path)}" : string.Empty;
            host.Output.WriteLine($"{plan.Action,-8}  {_names.Of(plan.Source!)}{output}  ({Cost(plan)}{SafeText.OneLine(plan.Reason)})");
        }
    }

    /// <summary>Reports a path without an image.</summary>
    internal void AddNotFound(EnhanceError error)
    {
        _notFound++;
        host.Error.WriteLine(ErrorText.Of(error, "Refuse: "));
    }

    /// <summary>Writes a warning.</summary>
    internal void Warn(string text) => host.Error.WriteLine(SafeText.OneLine($"Warning: {text}"));

    /// <summary>Reports the totals.</summary>
    /// <param name="summary">The totals of the plans.</param>
    /// <param name="text">The same in words.</param>
    /// <param name="passedOver">The files that the search for images skipped.</param>
    /// <returns>The exit code.</returns>
    internal int Finish(PlanSummary summary, string text, PassedOver passedOver)
    {
        var words = json ? host.Error : host.Output;
        foreach (var line in passedOver.Describe())
        {
            words.WriteLine(SafeText.OneLine(line));
        }

        words.WriteLine(summary.Images + _notFound > 0 ? text : "There is nothing to do.");
        return (summary.Refused + _notFound, summary.Images) switch
        {
            ( > 0, _) => ExitCode.Failed,
            (_, 0) => ExitCode.NothingToDo,
            _ => ExitCode.Done,
        };
    }

    private static string Cost(EnhancePlan plan) => plan switch
    {
        { EstimatedCredits: 0 } => string.Empty,
        { EstimatedCredits: { } credits } => $"{CreditText.WithDollars(plan.Provider, credits)}: ",
        _ => "price not known: ",
    };
}
