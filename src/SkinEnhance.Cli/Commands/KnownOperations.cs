using SkinEnhance.Core;

namespace SkinEnhance.Cli.Commands;

/// <summary>The operations, for texts that need no engine.</summary>
internal static class KnownOperations
{
    internal static IReadOnlyList<OperationDescriptor> All { get; } = ProviderRegistry.Operations;

    /// <summary>The operations that keep an image's size: the modes of <c>enhance</c>.</summary>
    internal static IReadOnlyList<OperationDescriptor> Enhancers { get; } = [.. All.Where(operation => operation.ScaleParameter is null)];

    /// <summary>The operations that make it larger.</summary>
    internal static IReadOnlyList<OperationDescriptor> Upscalers { get; } = [.. All.Where(operation => operation.ScaleParameter is not null)];

    /// <summary>Every scale that an upscaler accepts, such as <c>4x</c>.</summary>
    internal static IReadOnlyList<string> Scales { get; } = [.. Upscalers.SelectMany(ScalesOf).Distinct()];

    /// <summary>The parameter of the scale.</summary>
    internal static ParameterDescriptor ScaleOf(OperationDescriptor upscaler) => upscaler.Parameters.Single(parameter => parameter.Name == upscaler.ScaleParameter);

    private static IEnumerable<string> ScalesOf(OperationDescriptor upscaler) => ScaleOf(upscaler) is { Choices.Count: > 0 } choice
        ? choice.Choices
        : Enumerable.Range((int)ScaleOf(upscaler).Minimum, (int)(ScaleOf(upscaler).Maximum - ScaleOf(upscaler).Minimum) + 1).Select(scale => FormattableString.Invariant($"{scale}x"));
}
