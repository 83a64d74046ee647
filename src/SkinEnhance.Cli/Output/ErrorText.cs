namespace SkinEnhance.Cli.Output;

/// <summary>Errors as lines for a human: what happened with its id, then what to do.</summary>
internal static class ErrorText
{
    /// <summary>The lines of one error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="lead">What it did, and to what.</param>
    /// <returns>Two lines without the last line end.</returns>
    internal static string Of(EnhanceError error, string lead = "Failed: ") =>
        $"{lead}{SafeText.OneLine(error.Message)} [{error.Id}]{Environment.NewLine}    {Advice.For(error)}";

    /// <summary>Writes what is wrong with the command line.</summary>
    internal static void WriteUsage(TextWriter writer, string message)
    {
        // The parser's own messages have lists in them, one word a line.
        var words = message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        writer.WriteLine($"Usage: {SafeText.OneLine(string.Join(' ', words))}");
    }
}
