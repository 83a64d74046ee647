namespace SkinEnhance.Cli.Output;

/// <summary>Errors as lines for a human: what happened with its id, then what to do.</summary>
internal static class ErrorText
{
    /// <summary>The lines of one error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="outcome">What it did to the image; <c>Failed</c> by default.</param>
    /// <returns>Two lines without the last line end.</returns>
    internal static string Of(EnhanceError error, string outcome = "Failed") =>
        $"{outcome}: {SafeText.OneLine(error.Message)} [{error.Id}]{Environment.NewLine}    {error.Advice}";

    /// <summary>Writes an error that kept the command from running.</summary>
    internal static void Write(TextWriter writer, EnhanceError error)
    {
        writer.WriteLine(Of(error));
        if (error.Id is ErrorIds.KeyMissing)
        {
            writer.WriteLine("    Without a key, 'skinenhance demo' shows everything, and 'skinenhance emulator' answers in the services' place.");
        }
    }

    /// <summary>Writes what is wrong with the command line.</summary>
    internal static void WriteUsage(TextWriter writer, string message)
    {
        // The parser's own messages have lists in them, one word a line.
        var words = message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        writer.WriteLine($"Usage: {SafeText.OneLine(string.Join(' ', words))}");
    }
}
