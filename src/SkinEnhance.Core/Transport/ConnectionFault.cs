using System.Net;
using System.Security.Authentication;

namespace SkinEnhance.Core.Transport;

/// <summary>Tells failures of a connection that the next attempt meets as well from those that pass.</summary>
internal static class ConnectionFault
{
    /// <summary>Reads a failure that came before anything was sent.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="address">What was to be reached.</param>
    /// <returns>The error's id and what happened, as the end of a sentence; null when it may pass.</returns>
    internal static (string Id, string Why)? Read(Exception failure, Uri address)
    {
        for (var current = failure; current is not null; current = current.InnerException)
        {
            if (current is HttpRequestException { StatusCode: HttpStatusCode.ProxyAuthenticationRequired })
            {
                return (ErrorIds.ProxyRefused, "the proxy on the way asks for a user and a password, or refuses those that it was given (407)");
            }

            if (current is AuthenticationException)
            {
                return (ErrorIds.CertificateNotTrusted, $"there is no secure connection to '{address.Host}': {ApiClient.Innermost(current).TrimEnd('.')}");
            }
        }

        return null;
    }
}
