using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>When a run is killed.</summary>
/// <param name="Mode">The operation.</param>
/// <param name="Number">Which one of the events, from 1.</param>
internal sealed record KillPoint(string Mode, int Number)
{
    /// <summary>At a request of this kind, at a stage of it.</summary>
    internal (FaultTarget Target, RelayStage Stage)? Wire { get; init; }

    /// <summary>At an event in the folders.</summary>
    internal FolderMoment? Folder { get; init; }

    internal int Images { get; init; } = 2;

    /// <summary>The bytes of an image; more than the system buffers on a connection keep the upload in progress.</summary>
    internal int ImageLength { get; init; } = 3000;

    internal int Limit { get; init; } = 1;

    /// <summary>Whether images go through the service's storage.</summary>
    internal bool UsesStorage { get; init; }

    internal bool IsComfy => Mode == "faithful";

    /// <summary>How many outcomes are unknown after the kill; null if that depends on the progress of the process in the meantime.</summary>
    internal int? Unknown => (Limit, Wire) switch
    {
        (1, (FaultTarget.Submit, not RelayStage.WholeAnswer)) => 1,
        (1, (FaultTarget.Storage or FaultTarget.Status or FaultTarget.Download, _)) when Wire.Value.Stage != RelayStage.WholeAnswer => 0,
        _ => null,
    };

    public override string ToString() =>
        $"{Mode}, {Images} images{(UsesStorage ? " by the storage" : string.Empty)}, {Limit} at once, {(Wire is { } wire ? $"{wire.Target} {wire.Stage}" : Folder.ToString())} no. {Number}";
}
