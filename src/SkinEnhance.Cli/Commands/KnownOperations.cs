using SkinEnhance.Core;

namespace SkinEnhance.Cli.Commands;

/// <summary>The operations, for texts that are shown without an engine.</summary>
internal static class KnownOperations
{
    internal static IReadOnlyList<OperationDescriptor> All { get; } = ProviderRegistry.Operations;

    /// <summary>Those that keep an image's size: the modes of <c>enhance</c>.</summary>
    internal static IReadOnlyList<OperationDescriptor> Enhancers { get; } = [.. All.Where(operation => operation.ScaleParameter is null)];

    /// <summary>Those that make it larger.</summary>
    internal static IReadOnlyList<OperationDescriptor> Upscalers { get; } = [.. All.Where(operation => operation.ScaleParameter is not null)];
}
