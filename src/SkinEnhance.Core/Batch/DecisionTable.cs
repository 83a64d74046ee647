using SkinEnhance.Core.Ledger;
using static SkinEnhance.Core.Batch.ImageAction;

namespace SkinEnhance.Core.Batch;

/// <summary>What is known of an image × what the user wants → what a run does with it. Nothing else decides that.</summary>
internal static class DecisionTable
{
    /// <summary>A row: what is done when the user asks for nothing special, for <see cref="BatchOptions.Resubmit"/>, and for <see cref="BatchOptions.ResumeUnknown"/>.</summary>
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

    /// <summary>Looks the action up.</summary>
    /// <param name="known">What the ledger knows.</param>
    /// <param name="options">What the user wants; where both are wanted, <see cref="BatchOptions.Resubmit"/> counts.</param>
    internal static ImageAction Decide(KnownState known, BatchOptions options)
    {
        var row = Rows[known];
        return options.Resubmit ? row.Resubmit : options.ResumeUnknown ? row.ResumeUnknown : row.Plain;
    }
}

/// <summary>What a run does with an image.</summary>
internal enum ImageAction
{
    /// <summary>Send it under a new key, and pay.</summary>
    Submit = 0,

    /// <summary>Send the same bytes under the same key, so that a lost response comes again.</summary>
    Replay,

    /// <summary>Wait for the task that was accepted, or download what it left.</summary>
    Resume,

    /// <summary>Keep the saved result, or copy it to where it is wanted.</summary>
    Keep,

    /// <summary>Report the outcome of the earlier run again, and send nothing.</summary>
    Report,

    /// <summary>Leave the image out: it is a result.</summary>
    Skip,
}
