using System.Text.RegularExpressions;
using SkinEnhance.Core.Ledger;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Inputs;

/// <summary>Tells results from originals, so that no run pays for what another run, or itself, saved.</summary>
/// <param name="operations">The operations, by whose names results in the destination are told.</param>
/// <param name="ledger">Knows results wherever they lie; null for none.</param>
internal sealed partial class ResultFiles(IReadOnlyList<OperationDescriptor> operations, SubmissionLedger? ledger)
{
    private readonly string[] _endings = [.. operations.Select(operation => "-" + operation.CommandName)];

    /// <summary>Whether a file is a result.</summary>
    /// <param name="path">Its path without links.</param>
    /// <param name="destination">The folder of the results, without links; null when nothing is saved.</param>
    internal bool Contains(string path, string? destination) =>
        (destination is not null && PathRules.Below(destination, path) is not null && HasName(path)) || ledger?.IsOutput(path) == true;

    private bool HasName(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        var unnumbered = Number().Replace(stem, string.Empty);
        return _endings.Any(ending => Ends(stem, ending) || Ends(unnumbered, ending));
    }

    private static bool Ends(string stem, string ending) => stem.Length > ending.Length && stem.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"-\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
