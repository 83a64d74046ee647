using SkinEnhance.Core.Ledger;

namespace SkinEnhance.Core.Inputs;

/// <summary>How paths are read.</summary>
public sealed record InputOptions
{
    /// <summary>Where relative paths begin.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>Whether folders are taken with all below them. Default false.</summary>
    public bool Recurse { get; init; }

    /// <summary>The folder below which results keep the folders of their images, as a full path; null for the folder that was given.</summary>
    public string? RelativeTo { get; init; }

    /// <summary>Which images of those found are taken; all by default.</summary>
    public InputFilter Filter { get; init; } = new();

    /// <summary>Whether results are taken too. Default false: they are passed over.</summary>
    public bool IncludeResults { get; init; }

    /// <summary>The operations, by whose names results in the destination are told.</summary>
    public IReadOnlyList<OperationDescriptor> Operations { get; init; } = [];

    /// <summary>Knows the results of earlier runs; null when there is no ledger.</summary>
    public SubmissionLedger? Ledger { get; init; }
}
