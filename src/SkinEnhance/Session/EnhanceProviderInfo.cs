namespace SkinEnhance;

/// <summary>A provider's current settings. It never contains a key.</summary>
public sealed record EnhanceProviderInfo
{
    /// <summary>The provider's name.</summary>
    public required string Name { get; init; }

    /// <summary>The base address.</summary>
    public required Uri BaseUri { get; init; }

    /// <summary>The proxy from Connect-EnhanceProvider, without user and password; null for the one from the environment or the system.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Whether there is a key.</summary>
    public bool HasKey { get; init; }

    /// <summary>Where the key comes from; null if there is none.</summary>
    public string? KeySource { get; init; }

    /// <summary>Whether the emulator of this process replaces the provider.</summary>
    public bool IsEmulated { get; init; }

    /// <summary>The provider's operations.</summary>
    public IReadOnlyList<string> Operation { get; init; } = [];

    /// <summary>How many images are processed at once unless a call specifies it; null for the command's default.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>How long to wait for a task unless a call specifies it; null for the command's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The shortest time between two polls of one task; null for the provider's default.</summary>
    public TimeSpan? PollInterval { get; init; }
}
