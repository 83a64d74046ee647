namespace SkinEnhance.Core.Ledger;

/// <summary>The state of a submission in the ledger, as far as a run's action depends on it.</summary>
internal enum KnownState
{
    /// <summary>No record: it was never sent, or was refused before it was accepted.</summary>
    New = 0,

    /// <summary>No record, and the ledger has the image's bytes as those of a result.</summary>
    Result,

    /// <summary>Accepted, not ended.</summary>
    Accepted,

    /// <summary>Accepted; the provider has no record of the task any more, or ended it without a result.</summary>
    Lost,

    /// <summary>Completed at the provider; not all results are saved.</summary>
    Completed,

    /// <summary>All results are saved and still in their files.</summary>
    Saved,

    /// <summary>Accepted, ended as failed.</summary>
    Failed,

    /// <summary>It may have been accepted; a replay of the same bytes with the same idempotency key can show whether it was.</summary>
    Replayable,

    /// <summary>It may have been accepted, and a replay is not possible.</summary>
    Undecided,

    /// <summary>Completed; the result was gone at the last poll. Another poll is possible and free.</summary>
    Expired,

    /// <summary>Completed; the result is gone, and there is no task id or address to try again.</summary>
    Gone,
}
