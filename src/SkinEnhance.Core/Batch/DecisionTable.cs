using SkinEnhance.Core.Ledger;
using static SkinEnhance.Core.Batch.ImageAction;

namespace SkinEnhance.Core.Batch;

/// <summary>Maps the known state of an image and the options of a run to an action. No other code makes this decision.</summary>
internal static class DecisionTable
{
    /// <summary>The actions for a state: by default, with <see cref="BatchOptions.Resubmit"/>, and with <see cref="BatchOptions.ResumeUnknown"/>.</summary>
    private static readonly Dictionary<KnownState, (ImageAction Plain, ImageAction Resubmit, ImageAction ResumeUnknown)> Rows = new()
    {
        [KnownState.New] = (Submit, Submit, Submit),
        [KnownState.Result] = (Skip, Skip, Skip),
        [KnownState.Accepted] = (Resume, Resume, Resume),
        [KnownState.Lost] = (Resume, Submit, Resume),
        [KnownState.Completed] = (Resume, Submit, Resume),
        [KnownState.Saved] = (Keep, Submit, Keep),
        [KnownState.Failed] = (Report, Submit, Report),
        [KnownState.Replayable] = (Report, Submit, Replay),
        [KnownState.Undecided] = (Report, Submit, Report),
        [KnownState.Expired] = (Resume, Submit, Resume),
        [KnownState.Gone] = (Report, Submit, Report),
    };

    /// <summary>Returns the action.</summary>
    /// <param name="known">The state in the ledger.</param>
    /// <param name="options">The options; <see cref="BatchOptions.Resubmit"/> takes precedence.</param>
    internal static ImageAction Decide(KnownState known, BatchOptions options)
    {
        var row = Rows[known];
        return options.Resubmit ? row.Resubmit : options.ResumeUnknown ? row.ResumeUnknown : row.Plain;
    }
}

/// <summary>The action of a run on an image.</summary>
internal enum ImageAction
{
    /// <summary>Send it with a new idempotency key; billed.</summary>
    Submit = 0,

    /// <summary>Send the same bytes with the same idempotency key to get a lost response again.</summary>
    Replay,

    /// <summary>Wait for the accepted task, or download its result.</summary>
    Resume,

    /// <summary>Keep the saved result, or copy it to the destination of this run.</summary>
    Keep,

    /// <summary>Report the outcome of the earlier run again and send nothing.</summary>
    Report,

    /// <summary>Skip the image: it is a result.</summary>
    Skip,
}
