namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>The events in the folders of the ledger and of the results.</summary>
public enum FolderMoment
{
    /// <summary>A submission was leased.</summary>
    LeaseCreated = 0,

    /// <summary>A lease was released.</summary>
    LeaseDeleted,

    /// <summary>A record is about to be written.</summary>
    RecordStarted,

    /// <summary>A record has its final name.</summary>
    RecordWritten,

    /// <summary>The pointer from a task's id to its record exists.</summary>
    PointerWritten,

    /// <summary>A result, or the probe of the folder, exists under a temporary name.</summary>
    PartMade,

    /// <summary>A result has its final name.</summary>
    Named,

    /// <summary>A temporary file in the folder of the results was deleted.</summary>
    PartGone,
}
