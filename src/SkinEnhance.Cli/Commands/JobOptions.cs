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
        SharedOptions.Set("A parameter of the operation, such as smart_grain=5; may be repeated. webhook_url=https://... has Comfy call an address when a task changes.");

    private readonly Option<string?> _destination =
        SharedOptions.Destination("Folder for the results; it is made when it is missing. Left out, each result is saved beside its image, and that of an address in the current folder.");

    private readonly Option<int> _limit = new("--limit")
    {
        Description = $"How many images are under way at once, 1 to {HighestLimit}.",
        HelpName = "count",
        DefaultValueFactory = _ => 4,
    };

    private readonly Option<TimeSpan> _timeout = SharedOptions.Timeout("How long to wait for one image after the service accepted it: seconds, or such as 5m or 1h. It goes on there all the same.");

    private readonly Option<bool> _noWait = new("--no-wait")
    {
        Description = "Only hand the images over and print the tasks' ids. smart-skin answers with its result at once, so it needs a destination all the same.",
    };

    private readonly Option<bool> _noSave = new("--no-save") { Description = "Save nothing; 'skinenhance save' downloads the results later. The services keep results for a time only; AILab for 24 hours." };

    private readonly Option<bool> _force = new("--force") { Description = "Replace results that exist, and send images whose end is missing. An image that the ledger does not know is paid for again." };

    private readonly Option<string?> _outputName = new("--output-name")
    {
        Description = $"A pattern for the names of results: {OutputNameTemplate.Placeholders}. A slash makes a folder; the extension follows the result.",
        HelpName = "pattern",
    };

    private readonly Option<ExistingFileAction?> _onExisting = new("--on-existing")
    {
        Description = "What happens when a file of a result's name exists: error refuses the image before it is sent, skip leaves it out, replace replaces the file (as --force), rename takes the next free name. Default error.",
        HelpName = "error|skip|replace|rename",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Say for each image what the command would do, why, and what it would cost, by the same decisions; nothing is sent but the question for the balance, where there is a key.",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one JSON object a line for each image as it ends, and nothing else, to standard output: taskId, provider, operation, status, source, outputs, credits, errorId, message, fromLedger, endpoint, creditsTotal.",
    };

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Print a line to standard error for every request. Keys are never printed." };

    private readonly Option<bool> _resendAmbiguous = new("--resend-ambiguous")
    {
        Description = "Send an image again when the connection broke before the answer came. It may then be billed twice; without this it is reported as unknown.",
    };

    private readonly Option<bool> _uploadStorage = new("--upload-storage")
    {
        Description = "Put each image into the service's storage first and send its address (Comfy only). A retry then sends a few hundred bytes in place of the image, "
            + "there is a quarter less to send, and an image that lies there already is not sent at all. It stays there for up to 24 hours.",
    };

    private readonly Option<int> _maxResultBytes = SharedOptions.MaxResultBytes();

    private readonly Option<double?> _maxCredits = new("--max-credits")
    {
        Description = "Stop sending before the credits of this run would pass this number, by estimate before and by the service's word after. The images left over are listed.",
        HelpName = "credits",
    };

    private readonly Option<bool> _resumeUnknown = new("--resume-unknown")
    {
        Description = "Decide images reported as Unknown: send the same bytes under the same key, where the service knows keys (Comfy).",
    };

    private readonly Option<bool> _resubmit = new("--resubmit")
    {
        Description = "Send images again, and pay again, that the ledger has as done, failed or Unknown. What is under way is waited for all the same, unless the last run saw that the service does not know the task any more or ended it without a result.",
    };

    /// <summary>What the help says below the examples.</summary>
    internal static string Remarks { get; } =
        $"""
        The result of portrait.jpg is called portrait-<operation> with the extension of its format. An image that cannot be
        processed, or whose result exists, is refused before it is paid for; the others go on.

        {InputArguments.Remarks}

        Every submission is recorded in a ledger before it is paid. Run the same command again after whatever happened: an
        image whose result is saved is reported from the ledger, one under way is waited for, one that is done is downloaded,
        and only new ones are sent. One whose answer was lost is reported as Unknown until you decide. Runs may overlap.

        Exit codes: 0 all done; 1 at least one image failed or was not sent; 2 wrong usage or settings, such as a missing or
        refused key, or a destination that nothing could be written to; 3 nothing to do: no image was found, or all were passed
        over; 130 stopped by Ctrl+C, SIGTERM or SIGHUP. What the service had accepted by then goes on there and is listed on standard
        error.
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

    // Enum.TryParse makes a third value of a list of two.
    private static ExistingFileAction? ReadAction(string text) => Enum.GetValues<ExistingFileAction>()
        .Cast<ExistingFileAction?>()
        .FirstOrDefault(action => string.Equals(action.ToString(), text, StringComparison.OrdinalIgnoreCase));

    private ExistingFileAction OnExisting(ParseResult parsed)
    {
        var (force, given) = (parsed.GetValue(_force), parsed.GetValue(_onExisting));
        return force && given is { } other and not ExistingFileAction.Replace
            ? throw new UsageException($"--force does not go with --on-existing {other.ToString().ToLowerInvariant()}: it replaces existing results.")
            : force ? ExistingFileAction.Replace : given ?? ExistingFileAction.Error;
    }
}
