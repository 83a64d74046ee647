namespace SkinEnhance.Bench.Targets;

/// <summary>All targets, the quick ones first.</summary>
internal static class TargetList
{
    internal static IReadOnlyList<Target> Create() =>
    [
        new StartTarget(),
        new ModuleTarget(),
        new MemoryTarget(),
        new AllocationTarget(),
        new ProcessorTarget(),
        new WallTarget(),
        new PollsTarget(),
        new ScaleTarget(),
        new LatenessTarget(),
    ];

    internal static IReadOnlyList<string> Names => [.. Create().Select(target => target.Name)];
}
