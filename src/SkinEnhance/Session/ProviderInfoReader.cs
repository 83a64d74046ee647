using SkinEnhance.Core;

namespace SkinEnhance.Session;

/// <summary>Describes a provider's settings for the user.</summary>
internal static class ProviderInfoReader
{
    /// <exception cref="InvalidSettingException">The base address is invalid.</exception>
    internal static EnhanceProviderInfo Read(string provider)
    {
        var settings = ProviderSession.Settings(provider);
        var connection = ProviderSession.Find(provider);
        var hasKey = settings.ReadKey() is not null;
        return new EnhanceProviderInfo
        {
            Name = settings.Provider,
            BaseUri = settings.BaseAddress,
            Proxy = ProviderSession.Proxy?.Address,
            HasKey = hasKey,
            KeySource = hasKey ? connection?.KeySource ?? settings.KeyName : null,
            IsEmulated = EmulatorSession.Current is { } emulator && settings.BaseAddress.Authority == emulator.Address.Authority,
            Operation = [.. ProviderRegistry.Operations.Where(operation => operation.Provider == settings.Provider).Select(operation => operation.Name)],
            ThrottleLimit = connection?.ThrottleLimit,
            Timeout = connection?.Timeout,
            PollInterval = connection?.PollInterval,
        };
    }
}
