namespace SkinEnhance.Cli.Output;

/// <summary>The text at the end of a run.</summary>
internal static class FinalText
{
    /// <summary>Writes the skipped files and the results.</summary>
    internal static void WriteSummary(TextWriter writer, RunTally tally, bool cancelled)
    {
        foreach (var line in tally.PassedOver)
        {
            writer.WriteLine(SafeText.OneLine(line));
        }

        writer.WriteLine(cancelled ? $"Cancelled: {tally.Summary()}" : tally.Summary());
    }

    /// <summary>Writes the advice for images that the cap stopped.</summary>
    internal static void WriteCap(TextWriter writer, RunTally tally)
    {
        if (tally.Capped > 0)
        {
            writer.WriteLine($"--max-credits stopped {tally.Capped}. Run the same command with a higher cap to submit them; finished images are not billed again.");
        }
    }

    /// <summary>Lists the failures again, because they may have scrolled out of view.</summary>
    internal static void WriteFailures(TextWriter writer, RunTally tally, TaskLine lines)
    {
        WriteCap(writer, tally);
        if (tally.Failed == 0)
        {
            return;
        }

        writer.WriteLine("Failed:");
        foreach (var task in tally.Failures)
        {
            writer.WriteLine($"  {lines.NameOf(task)} [{task.ErrorId}]");
        }

        if (tally.Failed > tally.Failures.Count)
        {
            writer.WriteLine($"  and {tally.Failed - tally.Failures.Count} more");
        }
    }
}

/// <summary>Writes the state of a task that continues after a cancellation, so that paid work is not lost.</summary>
internal static class AbandonedText
{
    internal static string Of(EnhanceTask task)
    {
        var file = task.Source ?? "an image";
        return SafeText.OneLine(task switch
        {
            { Status: EnhanceTaskStatus.Completed, ResultUri.Count: > 0 } => $"completed, not saved: {string.Join(", ", task.ResultUri.Select(ResultAddress.WithoutQuery))} for {file}",
            { TaskId: { } id } => $"accepted and continues at the provider: {id} ({task.Provider}) for {file}",
            _ => $"may have been accepted and billed: {file}",
        });
    }
}
