using System.Globalization;
using SkinEnhance.Core.Pricing;

namespace SkinEnhance.Cli.Output;

/// <summary>The one line for an image that ended.</summary>
internal sealed class TaskLine(DisplayName names)
{
    /// <summary>The line of an image that succeeded.</summary>
    /// <param name="task">The task, without an error.</param>
    /// <returns>Such as <c>Completed  portrait.jpg -> out/portrait-faithful.jpg  (78.07 credits, 2.1 s)</c>.</returns>
    internal string OfDone(EnhanceTask task)
    {
        var remarks = string.Join(", ", Remarks(task));
        return $"{task.Status,-9}  {NameOf(task)}{Result(task)}{(remarks.Length > 0 ? $"  ({remarks})" : string.Empty)}";
    }

    /// <summary>The lines of an image that failed.</summary>
    /// <param name="task">The task, with an error.</param>
    /// <returns>What happened, then what to do; only the first line for an image that was not tried.</returns>
    internal string OfFailed(EnhanceTask task)
    {
        var error = task.Error!;
        switch (error.Id)
        {
            case ErrorIds.BatchStopped:
                return $"Not sent: {NameOf(task)} [{error.Id}]";
            case ErrorIds.CostCapReached:
                return $"Not sent: {SafeText.OneLine(error.Message)} [{error.Id}]";
        }

        // A provider's message does not contain the file's name.
        var name = task.Source ?? task.TaskId;
        var namesSource = name is not null && error.Message.Contains(name, StringComparison.Ordinal);
        var text = ErrorText.Of(error, namesSource ? $"{Outcome(task)}: " : $"{Outcome(task)}: {NameOf(task)}: ");
        if (task is { FromLedger: true, Status: EnhanceTaskStatus.Failed })
        {
            text += $"{Environment.NewLine}    This is the result of an earlier run. To submit the image again, and be billed again, use --resubmit.";
        }

        // A paid result must not be lost because the disk is full.
        var isThere = task is { Status: EnhanceTaskStatus.Completed, ResultUri.Count: > 0 };
        return isThere ? $"{text}{Environment.NewLine}    The result is at {string.Join(", ", task.ResultUri.Select(ResultAddress.WithoutQuery))}" : text;
    }

    /// <summary>The name of an image in lines and tables.</summary>
    internal string NameOf(EnhanceTask task) => names.Of(task.Source ?? task.TaskId ?? task.Operation);

    private static string Outcome(EnhanceTask task) => task switch
    {
        { Status: EnhanceTaskStatus.Unknown } => "Unknown",
        { Status: EnhanceTaskStatus.Completed } => "Not saved",
        { Error.Kind: EnhanceErrorKind.Timeout } => "Timed out",
        _ => "Failed",
    };

    private string Result(EnhanceTask task)
    {
        if (task.OutputPath.Count > 0)
        {
            return " -> " + string.Join(", ", task.OutputPath.Select(names.Of));
        }

        return task.IsEnded ? " -> " + string.Join(", ", task.ResultUri.Select(ResultAddress.WithoutQuery)) : string.Empty;
    }

    private static IEnumerable<string> Remarks(EnhanceTask task)
    {
        if (task.Status == EnhanceTaskStatus.Skipped)
        {
            yield return task.OutputPath.Count > 0 ? "exists, nothing sent" : "a result, nothing sent; --include-results submits it";
            yield break;
        }

        if (task.FromLedger)
        {
            yield return "from the ledger";
        }

        if (!task.IsEnded && task.TaskId is { } id)
        {
            yield return $"task {SafeText.OneLine(id)} at {task.Provider}";
        }

        // Cost and duration were reported when it was billed.
        if (task.FromLedger)
        {
            yield break;
        }

        if (task.Credits is { } credits)
        {
            yield return CreditText.Of(credits);
        }

        // A synchronous operation is accepted and ended at the same time.
        if (task.Elapsed is { } elapsed && elapsed > TimeSpan.Zero)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s");
        }
    }
}
