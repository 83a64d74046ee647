namespace SkinEnhance.Core.Ledger;

/// <summary>What the ledger knows of a submission, as far as it decides what a run may do with it.</summary>
internal enum KnownState
{
    /// <summary>Nothing: it was never sent, or was refused before it was accepted.</summary>
    New = 0,

    /// <summary>The same, and the image is a result that the ledger knows by its bytes.</summary>
    Result,

    /// <summary>Accepted, and not ended.</summary>
    Accepted,

    /// <summary>Accepted, and the provider does not know the task any more, or ended it without a result.</summary>
    Lost,

    /// <summary>Done at the provider; not every result is in its place.</summary>
    Completed,

    /// <summary>Every result is where it was saved.</summary>
    Saved,

    /// <summary>Accepted, and ended as failed.</summary>
    Failed,

    /// <summary>It may have been accepted; the same bytes can be sent under the same key to find out.</summary>
    Replayable,

    /// <summary>It may have been accepted, and that cannot be found out.</summary>
    Undecided,

    /// <summary>Done once, and the result was gone at the last look; another look is possible and free.</summary>
    Expired,

    /// <summary>Done once, and there is no result to look for.</summary>
    Gone,
}
