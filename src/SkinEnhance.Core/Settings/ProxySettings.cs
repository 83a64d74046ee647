using System.Net;

namespace SkinEnhance.Core.Settings;

/// <summary>A proxy for all requests but those to this computer.</summary>
public sealed class ProxySettings
{
    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    // As the platform reads them for https addresses, the first that is set.
    private static readonly string[] Variables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

    /// <summary>Creates the settings.</summary>
    /// <param name="address">The address, such as <c>http://proxy.example:8080</c>; http, https, socks4, socks4a or socks5. It may hold a user and a password.</param>
    /// <param name="source">Where the user sets it, for messages.</param>
    /// <param name="credential">User and password; those of the address when null.</param>
    /// <exception cref="InvalidSettingException">It is no such address (<see cref="ErrorIds.ProxyNotAccepted"/>).</exception>
    public ProxySettings(string address, string source, NetworkCredential? credential = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var parsed = Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri : throw NotAccepted(source, "it is no address such as http://proxy.example:8080");
        ThrowIfUnknown(parsed.Scheme, source);
        Address = WithoutUser(parsed);
        Credential = credential ?? UserOf(parsed);
    }

    /// <summary>The address, without user and password.</summary>
    public Uri Address { get; }

    /// <summary>User and password; null when there are none.</summary>
    public NetworkCredential? Credential { get; }

    /// <summary>An address without the user and the password in it, which belong in no message.</summary>
    internal static Uri WithoutUser(Uri address) =>
        address.UserInfo.Length == 0 ? address : new UriBuilder(address) { UserName = string.Empty, Password = string.Empty }.Uri;

    /// <summary>Throws when the environment names a proxy for an address that the platform misreads or passes over without a word.</summary>
    /// <param name="destination">The address.</param>
    /// <param name="read">Reads a variable.</param>
    /// <exception cref="InvalidSettingException">The scheme of the proxy is none that the platform knows.</exception>
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
            var hint = scheme.StartsWith("socks5", StringComparison.OrdinalIgnoreCase) ? "; with socks5 the proxy looks the names of hosts up, as with socks5h" : string.Empty;
            throw NotAccepted(source, $"its scheme is '{scheme}', and .NET knows {string.Join(", ", Schemes)} alone{hint}");
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

    // What was given may hold a password, so it is not repeated.
    private static InvalidSettingException NotAccepted(string source, string why) => new(new EnhanceError
    {
        Id = ErrorIds.ProxyNotAccepted,
        Target = source,
        Message = $"The proxy in {source} cannot be used: {why}.",
    });
}
