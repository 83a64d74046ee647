using SkinEnhance.Core.Images;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Inputs;

/// <summary>Distinguishes results from originals, so that no run pays for a file that a run saved.</summary>
/// <param name="operations">The operations, whose names identify results in the destination.</param>
/// <param name="ledger">The ledger, which identifies results in any folder; null for none.</param>
internal sealed class ResultFiles(IReadOnlyList<OperationDescriptor> operations, SubmissionLedger? ledger)
{
    /// <summary>Whether a file is a result.</summary>
    /// <param name="path">Its path without links.</param>
    /// <param name="destination">The folder of the results, without links; null when nothing is saved.</param>
    internal bool Contains(string path, string? destination) =>
        (destination is not null && PathRules.Below(destination, path) is not null && HasName(path)) || ledger?.IsOutput(path) == true;

    private bool HasName(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        return operations.Any(operation => OutputName.IsOf(stem, operation.CommandName));
    }
}
