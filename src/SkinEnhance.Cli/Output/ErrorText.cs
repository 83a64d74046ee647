using SkinEnhance.Core;

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

/// <summary>What to do after an error, in this program's own terms where the general advice would leave its user to guess.</summary>
internal static class Advice
{
    internal static string For(EnhanceError error) => error.Id switch
    {
        ErrorIds.ImageNotFound => "Check the path. Only * and ? are wildcards, and only where no file has that very name.",
        ErrorIds.KeyMissing =>
            "Set the variable that the message names. Without a key, 'skinenhance demo' shows everything, and 'skinenhance emulator' answers in the services' place.",
        ErrorIds.ImageTruncated => "Copy or download the file again. --force sends it as it is.",
        ErrorIds.OutputExists => "Choose another --destination or --output-name, or skip, replace or rename with --on-existing.",
        ErrorIds.RateLimited => "Run the command again later, or with a lower --limit.",
        ErrorIds.UploadFailed => "Nothing was submitted, so nothing was billed. Run the command again, or without --upload-storage: the image then goes in the request.",
        ErrorIds.OperationTimeout =>
            "The task goes on at the provider and is billed. 'skinenhance wait' waits for it again, and so does the same command; a longer --timeout waits longer.",
        ErrorIds.SubmissionUnknown when ProviderRegistry.Find(error.Provider) is { KnowsIdempotencyKeys: true, Name: var provider } =>
            $"Look in {provider}'s usage list whether it was billed. Then decide with the same command: --resume-unknown, where the message does not rule it out, sends the same bytes under the same key, --resubmit pays again.",
        ErrorIds.SubmissionUnknown =>
            "Look in the service's usage list whether it was billed. Then decide: the same command with --resubmit pays again, 'skinenhance forget' lets it go.",
        ErrorIds.ResultExpired => "The result is gone at the service. The image can only be sent again, with --resubmit, and is paid for again.",
        ErrorIds.ResultNotReady => "'skinenhance wait' waits for it, and saves its result when a --destination is given.",
        ErrorIds.TaskNotFinished => "Wait for it and save its result, or forget it with --force; what it may have cost is then lost.",
        ErrorIds.TaskNotFound when error.Provider is null => "'skinenhance tasks' lists what the ledger has.",
        _ => error.Advice,
    };
}
