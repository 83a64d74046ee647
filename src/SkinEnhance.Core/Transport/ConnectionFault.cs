using System.Net;
using System.Security.Authentication;

namespace SkinEnhance.Core.Transport;

/// <summary>Distinguishes permanent connection failures from transient ones.</summary>
internal static class ConnectionFault
{
    /// <summary>Classifies a failure before anything was sent.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="address">The address of the request.</param>
    /// <returns>The error's id and the reason, as the end of a sentence; null for a transient failure.</returns>
    internal static (string Id, string Why)? Read(Exception failure, Uri address)
    {
        for (var current = failure; current is not null; current = current.InnerException)
        {
            if (current is HttpRequestException { StatusCode: HttpStatusCode.ProxyAuthenticationRequired })
            {
                return (ErrorIds.ProxyRefused, "the proxy requires a user and a password, or rejects the configured ones (407)");
            }

            if (current is AuthenticationException)
            {
                return (ErrorIds.CertificateNotTrusted, $"there is no secure connection to '{address.Host}': {ApiClient.Innermost(current).TrimEnd('.')}");
            }
        }

        return null;
    }
}
