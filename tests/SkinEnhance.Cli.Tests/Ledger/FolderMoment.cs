namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>What can be seen to happen in the folders of the ledger and of the results.</summary>
public enum FolderMoment
{
    /// <summary>A submission was claimed.</summary>
    ClaimMade = 0,

    /// <summary>A claim was given back.</summary>
    ClaimGone,

    /// <summary>A record is about to be written.</summary>
    RecordBegun,

    /// <summary>A record has taken its name.</summary>
    RecordWritten,

    /// <summary>The way from a task's id to its record is there.</summary>
    PointerWritten,

    /// <summary>A result, or the probe of the folder, has begun under a temporary name.</summary>
    PartMade,

    /// <summary>A result has its final name.</summary>
    Named,

    /// <summary>A temporary name in the folder of the results is gone.</summary>
    PartGone,
}
