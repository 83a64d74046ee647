using SkinEnhance.Cli.Commands;

namespace SkinEnhance.Cli.Demo;

/// <summary>One image and one operation in the demo.</summary>
/// <param name="Item">Both.</param>
/// <param name="Skipped">Why the operation does not take the image; null when it does.</param>
internal sealed record DemoItem(BatchItem Item, string? Skipped);
