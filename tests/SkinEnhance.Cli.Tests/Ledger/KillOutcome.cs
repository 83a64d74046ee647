namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>What came of the images of one killed run once the command was run again until nothing changed.</summary>
internal sealed record KillOutcome(KillPoint Point)
{
    /// <summary>Whether the process was killed before it ended by itself.</summary>
    internal bool WasKilled { get; init; }

    /// <summary>What the ledger said of the images when the run was killed, and what lay in the folder of the results.</summary>
    internal string Found { get; init; } = string.Empty;

    internal int Runs { get; init; }

    /// <summary>Images that are neither saved nor reported as unknown.</summary>
    internal int Lost { get; init; }

    internal int BilledTwice { get; init; }

    internal int Unknown { get; init; }

    /// <summary>Unknown ones that were billed: their answers were lost.</summary>
    internal int UnknownBilled { get; init; }

    /// <summary>Images whose answer was not lost and that are unknown, or the other way round.</summary>
    internal int UnknownUnexpected { get; init; }

    /// <summary>Unknown ones that were sent again under their keys when the user said so.</summary>
    internal int Replayed { get; init; }

    /// <summary>Those of them that are saved then, each billed once.</summary>
    internal int ReplayedWell { get; init; }

    internal int PartialFiles { get; init; }

    internal int UnreadableRecords { get; init; }

    /// <summary>Temporary files that the killed run left and that nobody takes for a result.</summary>
    internal int Leftovers { get; init; }

    /// <summary>Why the runs after the kill did not come to an end.</summary>
    internal string? Failure { get; init; }

    internal bool IsGood =>
        Failure is null && Lost == 0 && BilledTwice == 0 && UnknownUnexpected == 0 && ReplayedWell == Replayed && PartialFiles == 0 && UnreadableRecords == 0
        && (Point.Unknown is not { } certain || certain == Unknown);
}
