using SkinEnhance.Core.Inputs;

namespace SkinEnhance.Cli.Commands;

/// <summary>One image, or the reason why there is none, on its way into a batch.</summary>
/// <param name="Input">What was found.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Parameters">The parameters given.</param>
internal sealed record BatchItem(FoundInput Input, OperationDescriptor Operation, IReadOnlyDictionary<string, object?> Parameters)
{
    /// <summary>Whether an image whose end is missing is sent all the same.</summary>
    internal bool AllowTruncated { get; init; }

    /// <summary>Whether an image that the ledger knows as a result is sent all the same.</summary>
    internal bool AllowResult { get; init; }

    /// <summary>The request for the image; only without an error.</summary>
    internal EnhanceRequest ToRequest() => new()
    {
        Source = Input.Source!,
        Operation = Operation.Name,
        Parameters = Parameters,
        RelativeFolder = Input.RelativeFolder,
        AllowTruncated = AllowTruncated,
        AllowResult = AllowResult,
    };

    /// <summary>The error as a task, so that all failures are reported alike.</summary>
    internal EnhanceTask ToFailedTask(EnhanceError error) => new()
    {
        Provider = Operation.Provider,
        Operation = Operation.Name,
        StatusRoute = Operation.StatusRoute,
        Status = EnhanceTaskStatus.Failed,
        Source = error.Target,
        RelativeFolder = Input.RelativeFolder,
        Error = error,
    };
}
