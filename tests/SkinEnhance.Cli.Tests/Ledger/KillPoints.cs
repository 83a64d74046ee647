using SkinEnhance.Emulator;

namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>The points at which runs are killed.</summary>
internal static class KillPoints
{
    // Larger than the system's buffers on a connection, smaller than the limit of smart-skin.
    private const int LongUpload = 5_500_000;

    private static readonly RelayStage[] Stages = Enum.GetValues<RelayStage>();

    private static readonly RelayStage[] BodilessStages = [RelayStage.Head, RelayStage.Answered, RelayStage.HalfAnswer, RelayStage.WholeAnswer];

    internal static IReadOnlyList<KillPoint> All { get; } = [.. Comfy(), .. Storage(), .. Advanced(), .. Synchronous()];

    private static IEnumerable<KillPoint> Comfy()
    {
        const string Mode = "faithful";
        foreach (var number in (int[])[1, 2])
        {
            foreach (var stage in Stages)
            {
                yield return At(Mode, FaultTarget.Submit, stage, number);
            }

            foreach (var stage in BodilessStages)
            {
                yield return At(Mode, FaultTarget.Status, stage, number);
                yield return At(Mode, FaultTarget.Download, stage, number);
            }
        }

        yield return At(Mode, FaultTarget.Submit, RelayStage.HalfBody, 1) with { ImageLength = LongUpload, Images = 1 };

        // One image at a time: five writes of the record each, a probe of the folder, a download.
        foreach (var (moment, most) in ((FolderMoment, int)[])
            [(FolderMoment.LeaseCreated, 2), (FolderMoment.LeaseDeleted, 2), (FolderMoment.RecordStarted, 10), (FolderMoment.RecordWritten, 10),
             (FolderMoment.PointerWritten, 2), (FolderMoment.PartMade, 4), (FolderMoment.Named, 2), (FolderMoment.PartGone, 4)])
        {
            for (var number = 1; number <= most; number++)
            {
                yield return At(Mode, moment, number);
            }
        }

        // Several at once.
        foreach (var number in (int[])[1, 4, 7, 10, 13, 15])
        {
            yield return At(Mode, FolderMoment.RecordWritten, number) with { Images = 3, Limit = 3 };
        }

        yield return At(Mode, FaultTarget.Submit, RelayStage.Answered, 2) with { Images = 3, Limit = 3 };
        yield return At(Mode, FaultTarget.Download, RelayStage.HalfAnswer, 2) with { Images = 3, Limit = 3 };
    }

    // An image requests its upload slot, is uploaded, and is submitted.
    private static IEnumerable<KillPoint> Storage()
    {
        const string Mode = "faithful";
        IEnumerable<KillPoint> points =
        [
            At(Mode, FaultTarget.Storage, RelayStage.Head, 1),
            At(Mode, FaultTarget.Storage, RelayStage.HalfBody, 2) with { ImageLength = LongUpload, Images = 1 },
            At(Mode, FaultTarget.Storage, RelayStage.HalfAnswer, 3),
            At(Mode, FaultTarget.Storage, RelayStage.Answered, 4),
            At(Mode, FaultTarget.Storage, RelayStage.WholeAnswer, 4),
            At(Mode, FolderMoment.RecordWritten, 1),
            At(Mode, FaultTarget.Submit, RelayStage.WholeBody, 1),
            At(Mode, FaultTarget.Submit, RelayStage.Answered, 2),
            At(Mode, FaultTarget.Submit, RelayStage.HalfAnswer, 1),
        ];
        return points.Select(point => point with { UsesStorage = true });
    }

    // Both at once, because the documents require five seconds before each poll.
    private static IEnumerable<KillPoint> Advanced()
    {
        const string Mode = "smart-skin-advanced";
        IEnumerable<KillPoint> points =
        [
            At(Mode, FaultTarget.Submit, RelayStage.WholeBody, 2),
            At(Mode, FaultTarget.Submit, RelayStage.Answered, 1),
            At(Mode, FaultTarget.Submit, RelayStage.HalfAnswer, 2),
            At(Mode, FaultTarget.Status, RelayStage.Head, 1),
            At(Mode, FaultTarget.Status, RelayStage.Answered, 2),
            At(Mode, FaultTarget.Status, RelayStage.WholeAnswer, 1),
            At(Mode, FaultTarget.Download, RelayStage.HalfAnswer, 1),
            At(Mode, FaultTarget.Download, RelayStage.WholeAnswer, 2),
            .. Enumerable.Range(1, 10).Where(number => number % 2 == 1).Select(number => At(Mode, FolderMoment.RecordWritten, number)),
        ];
        return points.Select(point => point with { Limit = 2 });
    }

    private static IEnumerable<KillPoint> Synchronous()
    {
        const string Mode = "smart-skin";
        foreach (var stage in Stages)
        {
            yield return At(Mode, FaultTarget.Submit, stage, 1 + ((int)stage % 2));
        }

        yield return At(Mode, FaultTarget.Submit, RelayStage.HalfBody, 1) with { ImageLength = LongUpload, Images = 1 };
        yield return At(Mode, FaultTarget.Download, RelayStage.HalfAnswer, 1);
        yield return At(Mode, FaultTarget.Download, RelayStage.HalfAnswer, 2);
        for (var number = 1; number <= 8; number++)
        {
            yield return At(Mode, FolderMoment.RecordWritten, number);
        }

        yield return At(Mode, FolderMoment.Named, 1);
        yield return At(Mode, FolderMoment.PartGone, 2);
    }

    private static KillPoint At(string mode, FaultTarget target, RelayStage stage, int number) => new(mode, number) { Wire = (target, stage) };

    private static KillPoint At(string mode, FolderMoment moment, int number) => new(mode, number) { Folder = moment };
}
