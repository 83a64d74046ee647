namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>The state of the images of one killed run, after the command was run again until nothing changed.</summary>
internal sealed record KillOutcome(KillPoint Point)
{
    /// <summary>Whether the process was killed before it ended.</summary>
    internal bool WasKilled { get; init; }

    /// <summary>The records of the images when the run was killed, and the files in the folder of the results.</summary>
    internal string Found { get; init; } = string.Empty;

    internal int Runs { get; init; }

    /// <summary>Images that are neither saved nor reported as unknown.</summary>
    internal int Lost { get; init; }

    internal int BilledTwice { get; init; }

    internal int Unknown { get; init; }

    /// <summary>Unknown ones that were billed: their responses were lost.</summary>
    internal int UnknownBilled { get; init; }

    /// <summary>Unknown images whose response was not lost, or images with a lost response that are not Unknown.</summary>
    internal int UnknownUnexpected { get; init; }

    /// <summary>Unknown ones that were resent with their keys.</summary>
    internal int Replayed { get; init; }

    /// <summary>Those of them that are then saved, each billed once.</summary>
    internal int ReplayedWell { get; init; }

    internal int PartialFiles { get; init; }

    internal int UnreadableRecords { get; init; }

    /// <summary>Temporary files of the killed run that do not count as results.</summary>
    internal int Leftovers { get; init; }

    /// <summary>Why the runs after the kill did not end.</summary>
    internal string? Failure { get; init; }

    internal bool IsGood =>
        Failure is null && Lost == 0 && BilledTwice == 0 && UnknownUnexpected == 0 && ReplayedWell == Replayed && PartialFiles == 0 && UnreadableRecords == 0
        && (Point.Unknown is not { } certain || certain == Unknown);
}
