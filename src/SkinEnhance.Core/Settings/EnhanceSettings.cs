using SkinEnhance.Core.Providers.AILab;
using SkinEnhance.Core.Providers.Comfy;

namespace SkinEnhance.Core.Settings;

/// <summary>The settings of all providers.</summary>
/// <param name="Comfy">Comfy's proxy.</param>
/// <param name="AILab">AILab Tools.</param>
public sealed record EnhanceSettings(ProviderSettings Comfy, ProviderSettings AILab)
{
    /// <summary>The environment variable with Comfy's key.</summary>
    public const string ComfyKeyVariable = "COMFY_API_KEY";

    /// <summary>The environment variable with AILab's key.</summary>
    public const string AILabKeyVariable = "AILAB_API_KEY";

    /// <summary>The environment variable that replaces Comfy's base address.</summary>
    public const string ComfyAddressVariable = "SKINENHANCE_COMFY_URI";

    /// <summary>The environment variable that replaces AILab's base address.</summary>
    public const string AILabAddressVariable = "SKINENHANCE_AILAB_URI";

    /// <summary>Comfy's base address (docs/providers.md, section 1).</summary>
    public static Uri ComfyAddress { get; } = new("https://api.comfy.org/");

    /// <summary>AILab's base address (docs/providers.md, section 3).</summary>
    public static Uri AILabAddress { get; } = new("https://www.ailabapi.com/");

    /// <summary>A provider's own address; null for a provider that is not known.</summary>
    internal static Uri? ServiceAddress(string provider) => provider switch
    {
        ComfyOperations.ProviderName => ComfyAddress,
        AILabOperations.ProviderName => AILabAddress,
        _ => null,
    };

    /// <summary>Reads the settings from environment variables.</summary>
    /// <param name="readVariable">Reads a variable; the process's own by default.</param>
    /// <returns>The settings; keys are read from the variables each time that they are needed.</returns>
    /// <exception cref="InvalidSettingException">An address is not accepted.</exception>
    public static EnhanceSettings FromEnvironment(Func<string, string?>? readVariable = null)
    {
        var read = readVariable ?? Environment.GetEnvironmentVariable;
        return new EnhanceSettings(
            Provider(ComfyOperations.ProviderName, ComfyAddressVariable, ComfyAddress, ComfyKeyVariable),
            Provider(AILabOperations.ProviderName, AILabAddressVariable, AILabAddress, AILabKeyVariable));

        ProviderSettings Provider(string name, string addressVariable, Uri standard, string keyVariable)
        {
            var address = read(addressVariable) is { Length: > 0 } text ? Parse(name, text, addressVariable) : standard;
            return new ProviderSettings(name, address, $"the environment variable {keyVariable}", () => read(keyVariable));
        }
    }

    // What cannot be taken apart may still hold a password, so it is not repeated.
    private static Uri Parse(string provider, string text, string variable) =>
        Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var address)
            ? address
            : throw new InvalidSettingException(new EnhanceError
            {
                Id = ErrorIds.AddressNotAccepted,
                Target = variable,
                Provider = provider,
                Message = $"The base address of {provider} in the environment variable {variable} is no address.",
            });
}
