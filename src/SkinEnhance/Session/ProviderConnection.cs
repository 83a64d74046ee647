using System.Net;
using System.Security;
using SkinEnhance.Core.Settings;

namespace SkinEnhance.Session;

/// <summary>What Connect-EnhanceProvider set for one provider. What is null comes from the environment or from the defaults.</summary>
internal sealed record ProviderConnection
{
    /// <summary>The provider's name.</summary>
    internal required string Provider { get; init; }

    /// <summary>The key; kept as a secure string and read when a request leaves.</summary>
    internal SecureString? Key { get; init; }

    /// <summary>Where the key came from, for display.</summary>
    internal string? KeySource { get; init; }

    /// <summary>The base address.</summary>
    internal Uri? BaseUri { get; init; }

    /// <summary>The proxy of all requests of this process.</summary>
    internal ProxySettings? Proxy { get; init; }

    /// <summary>How long to wait between two questions for one task.</summary>
    internal TimeSpan? PollInterval { get; init; }

    /// <summary>How many images are under way at once, when the call does not say.</summary>
    internal int? ThrottleLimit { get; init; }

    /// <summary>How long a task is waited for, when the call does not say.</summary>
    internal TimeSpan? Timeout { get; init; }

    /// <summary>The key in plain text, for the moment of its use.</summary>
    internal string? ReadKey() => Key is null ? null : new NetworkCredential(string.Empty, Key).Password;
}
