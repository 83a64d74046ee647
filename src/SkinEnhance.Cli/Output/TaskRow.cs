using System.Globalization;
using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Cli.Output;

/// <summary>The lines of one task in a list.</summary>
internal sealed class TaskRow(DisplayName names)
{
    /// <summary>The state of a task.</summary>
    /// <param name="task">The task, as the ledger has it.</param>
    /// <returns>One line; for a failed task also what happened, for an Unknown one also what to do.</returns>
    internal string Of(EnhanceTask task)
    {
        var time = task.SubmittedAt?.ToString("u", CultureInfo.InvariantCulture) ?? "-";
        var credits = task.CreditsTotal?.ToString("0.##", CultureInfo.InvariantCulture) ?? "-";
        var id = SafeText.OneLine(TaskFinder.IdOf(task) ?? "-");
        var line = string.Create(
            CultureInfo.InvariantCulture, $"{task.Status,-10}  {id,-36}  {task.Operation,-17}  {time,-20}  {credits,7}  {names.Of(task.Source ?? "-")}{Result(task)}");
        if (task.Error is not { } error)
        {
            return line;
        }

        line = $"{line}{Environment.NewLine}    {SafeText.OneLine(error.Message)} [{error.Id}]";
        return task.Status == EnhanceTaskStatus.Unknown ? $"{line}{Environment.NewLine}    {Advice.For(error)}" : line;
    }

    private string Result(EnhanceTask task) => task switch
    {
        { OutputPath.Count: > 0 } => " -> " + string.Join(", ", task.OutputPath.Select(names.Of)),
        { Status: EnhanceTaskStatus.Completed } => "  (not saved)",
        _ => string.Empty,
    };
}
