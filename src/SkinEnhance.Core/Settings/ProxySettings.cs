using System.Net;

namespace SkinEnhance.Core.Settings;

/// <summary>A proxy for all requests except those to this computer.</summary>
public sealed class ProxySettings
{
    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    // In the order in which .NET reads them for https addresses; the first one that is set applies.
    private static readonly string[] Variables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

    /// <summary>Creates the settings.</summary>
    /// <param name="address">The address, such as <c>http://proxy.example:8080</c>; http, https, socks4, socks4a or socks5. It may contain a user and a password.</param>
    /// <param name="source">Where the user sets it, for messages.</param>
    /// <param name="credential">User and password; null for those of the address.</param>
    /// <exception cref="InvalidSettingException">The address is not valid (<see cref="ErrorIds.ProxyNotAccepted"/>).</exception>
    public ProxySettings(string address, string source, NetworkCredential? credential = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var parsed = Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri : throw NotAccepted(source, "it is not an address such as http://proxy.example:8080");
        ThrowIfUnknown(parsed.Scheme, source);
        Address = WithoutUser(parsed);
        Credential = credential ?? UserOf(parsed);
    }

    /// <summary>The address, without user and password.</summary>
    public Uri Address { get; }

    /// <summary>User and password; null when there are none.</summary>
    public NetworkCredential? Credential { get; }

    /// <summary>An address without its user and password, for messages.</summary>
    internal static Uri WithoutUser(Uri address) =>
        address.UserInfo.Length == 0 ? address : new UriBuilder(address) { UserName = string.Empty, Password = string.Empty }.Uri;

    /// <summary>Throws when the environment has a proxy for an address that .NET would misread or silently ignore.</summary>
    /// <param name="destination">The address.</param>
    /// <param name="read">Reads a variable.</param>
    /// <exception cref="InvalidSettingException">.NET does not support the proxy's scheme.</exception>
    internal static void CheckEnvironment(Uri destination, Func<string, string?> read)
    {
        var isExcepted = read("NO_PROXY") is { Length: > 0 } || read("no_proxy") is { Length: > 0 };
        if (destination.IsLoopback || destination.Scheme != Uri.UriSchemeHttps || (isExcepted && HttpClient.DefaultProxy.GetProxy(destination) is null))
        {
            return;
        }

        var name = Array.Find(Variables, variable => read(variable) is { Length: > 0 });
        if (name is not null && read(name)!.Split("://") is [var scheme, _, ..])
        {
            ThrowIfUnknown(scheme.Trim(), $"the environment variable {name}");
        }
    }

    private static void ThrowIfUnknown(string scheme, string source)
    {
        if (!Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase))
        {
            var hint = scheme.StartsWith("socks5", StringComparison.OrdinalIgnoreCase) ? "; with socks5 the proxy resolves host names, as with socks5h" : string.Empty;
            throw NotAccepted(source, $"its scheme is '{scheme}', and .NET supports {string.Join(", ", Schemes)} only{hint}");
        }
    }

    private static NetworkCredential? UserOf(Uri address)
    {
        if (address.UserInfo.Length == 0)
        {
            return null;
        }

        var parts = address.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : string.Empty);
    }

    // The text may contain a password, so it is not repeated.
    private static InvalidSettingException NotAccepted(string source, string why) => new(new EnhanceError
    {
        Id = ErrorIds.ProxyNotAccepted,
        Target = source,
        Message = $"The proxy in {source} cannot be used: {why}.",
    });
}
