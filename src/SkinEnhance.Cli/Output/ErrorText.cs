using SkinEnhance.Core;

namespace SkinEnhance.Cli.Output;

/// <summary>Errors as lines for the user: what happened with its id, then what to do.</summary>
internal static class ErrorText
{
    /// <summary>The lines of one error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="lead">The action that failed, and its target.</param>
    /// <returns>Two lines without the last line end.</returns>
    internal static string Of(EnhanceError error, string lead = "Failed: ") =>
        $"{lead}{SafeText.OneLine(error.Message)} [{error.Id}]{Environment.NewLine}    {Advice.For(error)}";

    /// <summary>Writes the error of a command line.</summary>
    internal static void WriteUsage(TextWriter writer, string message)
    {
        // The parser's own messages contain lists, one word a line.
        var words = message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        writer.WriteLine($"Usage: {SafeText.OneLine(string.Join(' ', words))}");
    }
}

/// <summary>The advice after an error, with the names of this program's options where the general advice has none.</summary>
internal static class Advice
{
    internal static string For(EnhanceError error) => error.Id switch
    {
        ErrorIds.ImageNotFound => "Check the path. Only * and ? are wildcards, and only if no file has exactly that name.",
        ErrorIds.KeyMissing =>
            "Set the environment variable in the message. Without a key, 'skinenhance demo' runs all operations, and 'skinenhance emulator' emulates the services.",
        ErrorIds.ImageTruncated => "Copy or download the file again, or submit it as it is with --force.",
        ErrorIds.OutputExists => "Use another --destination or --output-name, or use --on-existing to skip, replace or rename.",
        ErrorIds.RateLimited => "Run the command again later, or with a lower --limit.",
        ErrorIds.UploadFailed => "Nothing was submitted, so nothing was billed. Run the command again, or without --upload-storage: the image is then part of the request.",
        ErrorIds.OperationTimeout =>
            "The task continues at the provider and is billed. Wait for it again with 'skinenhance wait' or with the same command; use a longer --timeout to wait longer.",
        ErrorIds.SubmissionUnknown when ProviderRegistry.Find(error.Provider) is { KnowsIdempotencyKeys: true, Name: var provider } =>
            $"Check in {provider}'s usage list whether it was billed. Then run the same command: with --resume-unknown, unless the message excludes it, to send the same bytes with the same idempotency key, or with --resubmit to pay again.",
        ErrorIds.SubmissionUnknown =>
            "Check in the service's usage list whether it was billed. Then run the same command with --resubmit to pay again, or remove the record with 'skinenhance forget'.",
        ErrorIds.ResultExpired => "The service has deleted the result. Submit the image again with --resubmit, which is billed again.",
        ErrorIds.ResultNotReady => "Wait for it with 'skinenhance wait', which saves its result in a --destination.",
        ErrorIds.TaskNotFinished => "Wait for it and save its result, or remove it with --force; its credits may then be lost.",
        ErrorIds.TaskNotFound when error.Provider is null => "'skinenhance tasks' lists the tasks in the ledger.",
        _ => error.Advice,
    };
}
