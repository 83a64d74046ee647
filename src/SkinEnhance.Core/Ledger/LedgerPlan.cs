namespace SkinEnhance.Core.Ledger;

/// <summary>What is to be done with an image, by what its record says.</summary>
internal enum LedgerPlan
{
    /// <summary>Nothing was ever accepted, or it is to be paid again on purpose: send it under a new key.</summary>
    Submit = 0,

    /// <summary>Its fate is open and the user wants it decided: send the same bytes under the same key.</summary>
    Replay,

    /// <summary>Accepted before: wait, or download what is done.</summary>
    Resume,

    /// <summary>All is in place.</summary>
    Done,

    /// <summary>It failed, or its fate is open: say so again and send nothing.</summary>
    Report,
}
