using SkinEnhance.Core.Settings;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Providers;

/// <summary>Creates a provider.</summary>
/// <param name="settings">Address and key.</param>
/// <param name="options">Time limits and retries; the defaults when null.</param>
/// <param name="time">The clock; the system's when null.</param>
/// <param name="connections">The connections, which are not disposed with the provider; null for connections of its own.</param>
/// <returns>The provider.</returns>
public delegate IEnhanceProvider ProviderFactory(ProviderSettings settings, ResilienceOptions? options, TimeProvider? time, ConnectionPool? connections);

/// <summary>One provider: a row of <see cref="ProviderRegistry"/>. Settings, completion, validation, demo and help use it, so that a new provider
/// is a folder and a row.</summary>
public sealed record ProviderDescriptor
{
    /// <summary>The name, such as <c>Comfy</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The environment variable for the key.</summary>
    public required string KeyVariable { get; init; }

    /// <summary>The environment variable for the base address, in place of <see cref="DefaultAddress"/>.</summary>
    public required string AddressVariable { get; init; }

    /// <summary>The base address of the service itself (docs/providers.md).</summary>
    public required Uri DefaultAddress { get; init; }

    /// <summary>Whether its idempotency keys identify a resend of a submission.</summary>
    public bool KnowsIdempotencyKeys { get; init; }

    /// <summary>The operations.</summary>
    public required IReadOnlyList<OperationDescriptor> Operations { get; init; }

    /// <summary>Creates the provider.</summary>
    public required ProviderFactory Create { get; init; }
}
