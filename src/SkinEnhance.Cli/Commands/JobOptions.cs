using System.CommandLine;
using SkinEnhance.Cli.Hosting;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Cli.Commands;

/// <summary>The arguments and options that <c>enhance</c> and <c>upscale</c> share.</summary>
internal sealed class JobOptions
{
    private const int HighestLimit = 64;

    private readonly InputArguments _inputs = new();

    private readonly Option<string[]> _set =
        SharedOptions.Set("A parameter of the operation, such as smart_grain=5; may be repeated. With webhook_url=https://..., Comfy calls an address when the status of a task changes.");

    private readonly Option<string?> _destination =
        SharedOptions.Destination("The folder for the results; it is created if it does not exist. Default the folder of each image, and the current folder for an address.");

    private readonly Option<int> _limit = new("--limit")
    {
        Description = $"How many images are processed at once, 1 to {HighestLimit}.",
        HelpName = "count",
        DefaultValueFactory = _ => 4,
    };

    private readonly Option<TimeSpan> _timeout = SharedOptions.Timeout("How long to wait for one image after its acceptance: seconds, or such as 5m or 1h. Its task continues at the service.");

    private readonly Option<bool> _noWait = new("--no-wait")
    {
        Description = "Only submit the images and print the ids of the tasks. The response of smart-skin is the result, so that mode still needs a destination.",
    };

    private readonly Option<bool> _noSave = new("--no-save") { Description = "Save nothing; 'skinenhance save' downloads the results later. Results expire, those of AILab after 24 hours." };

    private readonly Option<bool> _force = new("--force") { Description = "Replace existing results, and submit images whose end is missing. An image without a record in the ledger is billed again." };

    private readonly Option<string?> _outputName = new("--output-name")
    {
        Description = $"A pattern for the names of results: {OutputNameTemplate.Placeholders}. A slash creates a folder; the extension follows the format of the result.",
        HelpName = "pattern",
    };

    private readonly Option<ExistingFileAction?> _onExisting = new("--on-existing")
    {
        Description = "The action if the result file exists: error writes an error for the image before it is sent, skip skips it, replace replaces the file (as --force), rename uses the next free name. Default error.",
        HelpName = "error|skip|replace|rename",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Show for each image what the command would do, why, and what it would cost. No image is sent; with a key, the balance is requested.",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one JSON object a line for each image as it ends, and nothing else, to standard output: taskId, provider, operation, status, source, outputs, credits, errorId, message, fromLedger, endpoint, creditsTotal.",
    };

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Print a line to standard error for every request. Keys are never printed." };

    private readonly Option<bool> _resendAmbiguous = new("--resend-ambiguous")
    {
        Description = "Submit an image again if the connection was lost before the response. It may then be billed twice; without this option it is reported as Unknown.",
    };

    private readonly Option<bool> _uploadStorage = new("--upload-storage")
    {
        Description = "Upload each image to the service's storage first and submit its address (Comfy only). A retry then sends a few hundred bytes instead of the image, "
            + "the total upload is a quarter smaller, and an image that is already in the storage is not uploaded again. It stays there for up to 24 hours.",
    };

    private readonly Option<int> _maxResultBytes = SharedOptions.MaxResultBytes();

    private readonly Option<double?> _maxCredits = new("--max-credits")
    {
        Description = "Stop submissions before the credits of this run exceed this number: estimated before a task ends, reported by the service after. The remaining images are listed.",
        HelpName = "credits",
    };

    private readonly Option<bool> _resumeUnknown = new("--resume-unknown")
    {
        Description = "Resolve Unknown images: send the same bytes with the same idempotency key, if the service supports keys (Comfy).",
    };

    private readonly Option<bool> _resubmit = new("--resubmit")
    {
        Description = "Submit images again, and pay again for them, whose tasks are saved, completed, failed, expired or Unknown. A task in progress is waited for, unless the last run found that the service does not have the task or ended it without a result.",
    };

    /// <summary>The remarks in the help, below the examples.</summary>
    internal static string Remarks { get; } =
        $"""
        The name of the result of portrait.jpg is portrait-<operation>, or portrait-<operation>-<scale> for upscale, with the
        extension of its format. An image that cannot be processed, or whose result file exists, is an error before it is billed;
        the others continue.

        {InputArguments.Remarks}

        Every submission is recorded in a ledger before it is billed. Run the same command again after any interruption: an
        image whose result is saved is reported from the ledger, one in progress is waited for, a completed one is downloaded,
        and only new ones are submitted. If the response was lost, the image is reported as Unknown until you resolve it. Runs can
        overlap.

        Exit codes: 0 all images succeeded; 1 at least one image failed or was not sent; 2 wrong usage or settings, such as a
        missing or rejected key, or a destination without write access; 3 nothing to do: no image was found, or all were skipped;
        130 stopped by Ctrl+C, SIGTERM or SIGHUP. Accepted tasks continue at the service and are listed on standard error.
        """;

    internal JobOptions()
    {
        _limit.Read(OptionValue.Whole(1, HighestLimit), $"1 to {HighestLimit}");
        _onExisting.ReadIfGiven(ReadAction, "error, skip, replace or rename");
        _maxCredits.ReadIfGiven(OptionValue.Number(0), "a number from 0");
    }

    internal void AddTo(Command command)
    {
        _inputs.AddTo(command);
        foreach (var option in (Option[])[_destination, _outputName, _onExisting, _set, _limit, _timeout, _noWait, _noSave, _force, _dryRun, _json, _verbose, _uploadStorage, _maxResultBytes, _maxCredits, _resumeUnknown, _resubmit, _resendAmbiguous])
        {
            command.Add(option);
        }
    }

    internal Job Read(ParseResult parsed, string operation, CliHost host) => new()
    {
        Operation = operation,
        Inputs = _inputs.Read(parsed, host),
        Parameters = SharedOptions.ReadSet(parsed.GetValue(_set)),
        Destination = parsed.GetValue(_destination),
        Limit = parsed.GetValue(_limit),
        Timeout = parsed.GetValue(_timeout),
        Wait = !parsed.GetValue(_noWait),
        Save = !parsed.GetValue(_noSave),
        OutputName = parsed.GetValue(_outputName),
        OnExisting = OnExisting(parsed),
        Force = parsed.GetValue(_force),
        DryRun = parsed.GetValue(_dryRun),
        Json = parsed.GetValue(_json),
        Verbose = parsed.GetValue(_verbose),
        ResendAmbiguous = parsed.GetValue(_resendAmbiguous),
        Resubmit = parsed.GetValue(_resubmit),
        ResumeUnknown = parsed.GetValue(_resumeUnknown),
        MaxResultBytes = parsed.GetValue(_maxResultBytes),
        MaxCredits = parsed.GetValue(_maxCredits),
        UploadStorage = parsed.GetValue(_uploadStorage),
    };

    // Enum.TryParse combines a list of two values into a third.
    private static ExistingFileAction? ReadAction(string text) => Enum.GetValues<ExistingFileAction>()
        .Cast<ExistingFileAction?>()
        .FirstOrDefault(action => string.Equals(action.ToString(), text, StringComparison.OrdinalIgnoreCase));

    private ExistingFileAction OnExisting(ParseResult parsed)
    {
        var (force, given) = (parsed.GetValue(_force), parsed.GetValue(_onExisting));
        return force && given is { } other and not ExistingFileAction.Replace
            ? throw new UsageException($"--force cannot be combined with --on-existing {other.ToString().ToLowerInvariant()}: it replaces existing results.")
            : force ? ExistingFileAction.Replace : given ?? ExistingFileAction.Error;
    }
}
