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
