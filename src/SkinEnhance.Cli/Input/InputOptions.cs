namespace SkinEnhance.Cli.Input;

/// <summary>How paths are read.</summary>
internal sealed record InputOptions
{
    /// <summary>Where relative paths begin.</summary>
    internal required string CurrentDirectory { get; init; }

    /// <summary>Whether folders are taken with all below them.</summary>
    internal bool Recurse { get; init; }

    /// <summary>Where the results go, as a full path: nothing in there is an input. Null when nothing is saved.</summary>
    internal string? Destination { get; init; }

    /// <summary>The operations whose results may lie beside their sources.</summary>
    internal IReadOnlyList<OperationDescriptor> Operations { get; init; } = [];
}
