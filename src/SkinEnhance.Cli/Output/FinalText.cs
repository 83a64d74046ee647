namespace SkinEnhance.Cli.Output;

/// <summary>The end of a run in words.</summary>
internal static class FinalText
{
    internal static string Summary(RunTally tally, bool cancelled) => cancelled ? $"Cancelled: {tally.Summary()}" : tally.Summary();

    /// <summary>Lists what failed once more, since it may have scrolled away.</summary>
    internal static void WriteFailures(TextWriter writer, RunTally tally, TaskLine lines)
    {
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
