using System.Net;
using System.Net.Sockets;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Transport;

/// <summary>Which redirects of a result are followed.</summary>
internal static class RedirectRule
{
    /// <summary>The most redirects in a row.</summary>
    internal const int Most = 5;

    /// <summary>Checks a redirect.</summary>
    /// <param name="current">The redirecting address.</param>
    /// <param name="location">Its Location header; null when it has none.</param>
    /// <param name="next">The new address.</param>
    /// <returns>Why it is not followed; null when it is.</returns>
    internal static string? Refusal(Uri current, string? location, out Uri next)
    {
        next = current;
        if (string.IsNullOrWhiteSpace(location))
        {
            return "it has no address";
        }

        if (ExactUri.TryResolve(current, location) is not { } resolved)
        {
            return $"it leads to '{Start(location)}', and only http and https addresses are followed";
        }

        if (current.Scheme == Uri.UriSchemeHttps && resolved.Scheme != Uri.UriSchemeHttps)
        {
            return $"it leads from https to http at '{resolved.Host}'";
        }

        if (IsLocal(resolved) && !IsLocal(current))
        {
            return $"it leads to '{resolved.Host}', an address inside this computer or network";
        }

        next = resolved;
        return null;
    }

    // Enough to identify the scheme or the host; the rest may grant access.
    private static string Start(string location)
    {
        const int Most = 40;
        var start = location.Trim().Split('?', '#', ',')[0];
        return start.Length > Most ? start[..Most] + "..." : start;
    }

    private static bool IsLocal(Uri address) =>
        address.IsLoopback
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip) is var host && IsLocal(host));

    private static bool IsLocal(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.Equals(IPAddress.IPv6Any);
        }

        return address.GetAddressBytes() is [127 or 10 or 0, ..] or [192, 168, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..];
    }
}
