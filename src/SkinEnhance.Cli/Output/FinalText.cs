namespace SkinEnhance.Cli.Output;

/// <summary>The end of a run in words.</summary>
internal static class FinalText
{
    /// <summary>Writes what was passed over and how the images ended.</summary>
    internal static void WriteSummary(TextWriter writer, RunTally tally, bool cancelled)
    {
        foreach (var line in tally.PassedOver)
        {
            writer.WriteLine(SafeText.OneLine(line));
        }

        writer.WriteLine(cancelled ? $"Cancelled: {tally.Summary()}" : tally.Summary());
    }

    /// <summary>Says what to do about images that the cap held back.</summary>
    internal static void WriteCap(TextWriter writer, RunTally tally)
    {
        if (tally.Capped > 0)
        {
            writer.WriteLine($"--max-credits held {tally.Capped} back. The same command with a higher cap goes on with them; what is done is not paid again.");
        }
    }

    /// <summary>Lists what failed once more, since it may have scrolled away.</summary>
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

/// <summary>Says where a task stands that a cancellation left to itself, so that nothing paid for is lost out of sight.</summary>
internal static class AbandonedText
{
    internal static string Of(EnhanceTask task)
    {
        var file = task.Source ?? "an image";
        return SafeText.OneLine(task switch
        {
            { Status: EnhanceTaskStatus.Completed, ResultUri.Count: > 0 } => $"completed, not saved: {string.Join(", ", task.ResultUri.Select(ResultAddress.WithoutQuery))} for {file}",
            { TaskId: { } id } => $"accepted and goes on at the provider: {id} ({task.Provider}) for {file}",
            _ => $"may have been accepted and billed: {file}",
        });
    }
}
