using SkinEnhance.Core.Providers;
using SkinEnhance.Core.Settings;

namespace SkinEnhance.Core;

/// <summary>The settings of all providers.</summary>
public sealed class EnhanceSettings
{
    private readonly Dictionary<string, ProviderSettings> _providers;

    /// <summary>Creates settings.</summary>
    /// <param name="providers">The settings, one for each provider of <see cref="ProviderRegistry"/>.</param>
    public EnhanceSettings(params IEnumerable<ProviderSettings> providers)
    {
        ArgumentNullException.ThrowIfNull(providers);
        _providers = providers.ToDictionary(settings => settings.Provider, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The settings of one provider.</summary>
    /// <param name="provider">Its name, case-insensitive.</param>
    /// <exception cref="KeyNotFoundException">There are no settings for it.</exception>
    public ProviderSettings this[string provider] => _providers[provider];

    /// <summary>Reads the settings from environment variables.</summary>
    /// <param name="readVariable">Reads a variable; the process's environment when null.</param>
    /// <returns>The settings; keys are read from the environment each time that they are needed.</returns>
    /// <exception cref="InvalidSettingException">An address is not accepted.</exception>
    public static EnhanceSettings FromEnvironment(Func<string, string?>? readVariable = null)
    {
        var read = readVariable ?? Environment.GetEnvironmentVariable;
        return new EnhanceSettings(ProviderRegistry.All.Select(provider => FromEnvironment(provider, read)));
    }

    private static ProviderSettings FromEnvironment(ProviderDescriptor provider, Func<string, string?> read)
    {
        var address = read(provider.AddressVariable) is { Length: > 0 } text ? Parse(provider, text) : provider.DefaultAddress;
        return new ProviderSettings(provider.Name, address, $"the environment variable {provider.KeyVariable}", () => read(provider.KeyVariable));
    }

    // A text that is not a valid address may still contain a password, so it is not repeated.
    private static Uri Parse(ProviderDescriptor provider, string text) =>
        Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var address)
            ? address
            : throw new InvalidSettingException(new EnhanceError
            {
                Id = ErrorIds.AddressNotAccepted,
                Target = provider.AddressVariable,
                Provider = provider.Name,
                Message = $"The base address of {provider.Name} in the environment variable {provider.AddressVariable} is not a valid address.",
            });
}
