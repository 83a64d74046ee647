namespace SkinEnhance.Cli.Output;

/// <summary>What a live display shows at one moment.</summary>
/// <param name="UnderWay">The images under way, longest first, with the time since each was taken up.</param>
/// <param name="Progress">How many are at which step.</param>
/// <param name="Total">How many images there are in all, once that is known.</param>
/// <param name="Ended">How many have ended.</param>
/// <param name="Summary">How they have ended, in words.</param>
internal sealed record LiveSnapshot(
    IReadOnlyList<(string Source, string Operation, TimeSpan Elapsed)> UnderWay, BatchProgress Progress, int? Total, int Ended, string Summary);
