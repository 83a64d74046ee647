namespace SkinEnhance.Core.Settings;

/// <summary>The address of a provider and how to read its key. The key is read when a request is sent, and never stored.</summary>
public sealed class ProviderSettings
{
    private readonly Func<string?> _readKey;

    /// <summary>Creates the settings of one provider.</summary>
    /// <param name="provider">The provider's name, for messages.</param>
    /// <param name="baseAddress">An absolute https address, or http on loopback; a missing last slash is added.</param>
    /// <param name="keyName">Where the user sets the key, for messages, such as an environment variable's name.</param>
    /// <param name="readKey">Reads the current key; null or empty when there is none.</param>
    /// <exception cref="InvalidSettingException">The address is neither https nor http on loopback.</exception>
    public ProviderSettings(string provider, Uri baseAddress, string keyName, Func<string?> readKey)
    {
        ArgumentNullException.ThrowIfNull(baseAddress);
        Provider = provider;
        KeyName = keyName;
        _readKey = readKey;
        BaseAddress = CheckAddress(provider, baseAddress);
    }

    /// <summary>The provider's name.</summary>
    public string Provider { get; }

    /// <summary>Where the user sets the key, for messages.</summary>
    public string KeyName { get; }

    /// <summary>The base address, with a trailing slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The identity of the endpoint for requests: the provider's name for the service itself, the base address for any other
    /// endpoint.</summary>
    /// <param name="serviceAddress">The address of the service itself.</param>
    /// <returns>The identity.</returns>
    public string EndpointIdentity(Uri serviceAddress) => BaseAddress == serviceAddress ? Provider : BaseAddress.AbsoluteUri;

    /// <summary>The time between two polls of the same task; null for the provider's default.</summary>
    public TimeSpan? PollInterval { get; init; }

    /// <summary>Throws when there is no valid key.</summary>
    /// <exception cref="InvalidSettingException">The key is missing, or has characters that are not allowed in an HTTP header.</exception>
    public void Check() => ReadCheckedKey();

    /// <summary>Throws when there is an invalid key; a missing key is accepted.</summary>
    /// <exception cref="InvalidSettingException">The key has characters that are not allowed in an HTTP header.</exception>
    public void CheckKeyForm()
    {
        if (ReadKey() is { } key)
        {
            ThrowIfMalformed(key);
        }
    }

    /// <summary>Reads the current key.</summary>
    /// <returns>The key without spaces around it; null when there is none.</returns>
    public string? ReadKey() => _readKey()?.Trim() is { Length: > 0 } key ? key : null;

    /// <summary>Reads the key for a header.</summary>
    /// <exception cref="InvalidSettingException">The key is missing, or has characters that are not allowed in an HTTP header.</exception>
    internal string ReadCheckedKey()
    {
        var key = ReadKey() ?? throw KeyMissing();
        ThrowIfMalformed(key);
        return key;
    }

    private void ThrowIfMalformed(string key)
    {
        if (key.Any(character => character is <= ' ' or >= '\u007F'))
        {
            throw new InvalidSettingException(new EnhanceError
            {
                Id = ErrorIds.KeyMalformed,
                Target = KeyName,
                Provider = Provider,
                Message = $"The key of {Provider} in {KeyName} has spaces, line breaks or characters beyond ASCII.",
            });
        }
    }

    private InvalidSettingException KeyMissing() => new(new EnhanceError
    {
        Id = ErrorIds.KeyMissing,
        Target = KeyName,
        Provider = Provider,
        Message = $"There is no key for {Provider}: {KeyName} is not set.",
    });

    /// <param name="provider">The provider's name.</param>
    /// <param name="seen">The address as specified. It may contain a password, so only a harmless part is repeated.</param>
    internal static InvalidSettingException AddressNotAccepted(string provider, string seen)
    {
        var harmless = seen[(seen.LastIndexOf('@') + 1)..];
        return new InvalidSettingException(new EnhanceError
        {
            Id = ErrorIds.AddressNotAccepted,
            Target = harmless,
            Provider = provider,
            Message = $"The base address of {provider} must be an https address without user and password, or http on loopback; it is '{harmless}'.",
        });
    }

    private static Uri CheckAddress(string provider, Uri address)
    {
        var allowed = address.IsAbsoluteUri
            && address.UserInfo.Length == 0
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
        if (!allowed)
        {
            throw AddressNotAccepted(provider, address.IsAbsoluteUri ? $"{address.Scheme}://{address.Host}" : address.OriginalString);
        }

        var text = address.GetLeftPart(UriPartial.Path);
        return new Uri(text.EndsWith('/') ? text : text + "/");
    }
}
