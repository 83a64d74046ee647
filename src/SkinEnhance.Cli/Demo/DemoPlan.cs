using SkinEnhance.Cli.Commands;
using SkinEnhance.Core;
using SkinEnhance.Core.Inputs;

namespace SkinEnhance.Cli.Demo;

/// <summary>The work of the demo: every operation on every image.</summary>
internal static class DemoPlan
{
    // The advanced operation requires at least one effect.
    private static readonly Dictionary<string, object?> Effects = new() { ["smart_skin"] = 1, ["acne_removal"] = 1 };
    private static readonly Dictionary<string, object?> Defaults = [];

    /// <summary>The limits of images: an image that exceeds one shows what an operation accepts, and is not a failure of the demo.</summary>
    private static readonly HashSet<string> Limits = new(StringComparer.Ordinal)
    {
        ErrorIds.ImageFormatNotAccepted,
        ErrorIds.ImageFileTooLarge,
        ErrorIds.ImageTooSmall,
        ErrorIds.ImageTooLarge,
        ErrorIds.ImageAspectRatio,
        ErrorIds.ResultTooLarge,
        ErrorIds.ImageUriNotAccepted,
    };

    internal static IReadOnlyList<DemoItem> Make(IEnumerable<FoundInput> inputs, EnhanceClient client) =>
        [.. inputs.SelectMany(input => input.Error is null ? All(input, client) : [new DemoItem(Item(input, client.Catalog.Operations[0]), null)])];

    private static IEnumerable<DemoItem> All(FoundInput input, EnhanceClient client)
    {
        var items = client.Catalog.Operations.Select(operation => Item(input, operation)).Select(item => new DemoItem(item, WhySkipped(client, item)));

        // A file that is missing or not an image fails once and not with every operation.
        var isReadable = input.Source!.Path is null || client.Prepare(Item(input, client.Catalog.Operations[0]).ToRequest()).Image is not null;
        return isReadable ? items : items.Take(1);
    }

    private static BatchItem Item(FoundInput input, OperationDescriptor operation) =>
        new(input, operation, operation.Parameters.Any(parameter => parameter.IsEffect) ? Effects : Defaults);

    private static string? WhySkipped(EnhanceClient client, BatchItem item) =>
        client.Prepare(item.ToRequest()).Problems.FirstOrDefault(problem => Limits.Contains(problem.Id)) switch
        {
            null => null,
            { Id: ErrorIds.ImageFormatNotAccepted } => $"skipped: accepts {string.Join(", ", item.Operation.Limits.Formats).ToUpperInvariant()} only",
            var problem => $"skipped: {problem.Id}",
        };
}

/// <summary>One image and one operation in the demo.</summary>
/// <param name="Item">The image and the operation.</param>
/// <param name="Skipped">Why the operation does not accept the image; null if it does.</param>
internal sealed record DemoItem(BatchItem Item, string? Skipped);
