using System.Net;
using System.Security;
using SkinEnhance.Core.Settings;

namespace SkinEnhance.Session;

/// <summary>The settings of Connect-EnhanceProvider for one provider. Null means the environment or the default.</summary>
internal sealed record ProviderConnection
{
    /// <summary>The provider's name.</summary>
    internal required string Provider { get; init; }

    /// <summary>The key, as a secure string; it is read when a request is sent.</summary>
    internal SecureString? Key { get; init; }

    /// <summary>Where the key comes from, for display.</summary>
    internal string? KeySource { get; init; }

    /// <summary>The base address.</summary>
    internal Uri? BaseUri { get; init; }

    /// <summary>The proxy of all requests of this process.</summary>
    internal ProxySettings? Proxy { get; init; }

    /// <summary>The shortest time between two polls of one task.</summary>
    internal TimeSpan? PollInterval { get; init; }

    /// <summary>How many images are processed at once, unless the call specifies it.</summary>
    internal int? ThrottleLimit { get; init; }

    /// <summary>How long to wait for a task, unless the call specifies it.</summary>
    internal TimeSpan? Timeout { get; init; }

    /// <summary>The key in plain text; used only while a request is sent.</summary>
    internal string? ReadKey() => Key is null ? null : new NetworkCredential(string.Empty, Key).Password;
}
