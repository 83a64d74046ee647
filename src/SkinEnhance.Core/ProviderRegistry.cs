using SkinEnhance.Core.Providers;
using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;

namespace SkinEnhance.Core;

/// <summary>All providers. A new provider is a folder below <c>Providers</c> and one row here.</summary>
public static class ProviderRegistry
{
    /// <summary>The providers.</summary>
    public static IReadOnlyList<ProviderDescriptor> All { get; } = [ComfyProvider.Descriptor, AILabProvider.Descriptor];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(provider => provider.Name)];

    /// <summary>Their operations.</summary>
    public static IReadOnlyList<OperationDescriptor> Operations { get; } = [.. All.SelectMany(provider => provider.Operations)];

    /// <summary>Finds a provider.</summary>
    /// <param name="name">Its name, case-insensitive.</param>
    /// <returns>The provider; null when there is none with this name.</returns>
    public static ProviderDescriptor? Find(string? name) =>
        All.FirstOrDefault(provider => string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase));
}
