namespace SkinEnhance;

/// <summary>A provider's settings as they are now. It never holds a key.</summary>
public sealed record EnhanceProviderInfo
{
    /// <summary>The provider's name.</summary>
    public required string Name { get; init; }

    /// <summary>The base address.</summary>
    public required Uri BaseUri { get; init; }

    /// <summary>The proxy that Connect-EnhanceProvider set, without user and password; null for the one that the environment or the system names.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Whether there is a key.</summary>
    public bool HasKey { get; init; }

    /// <summary>Where the key comes from; null when there is none.</summary>
    public string? KeySource { get; init; }

    /// <summary>Whether the emulator of this process stands in for the provider.</summary>
    public bool IsEmulated { get; init; }

    /// <summary>The provider's operations.</summary>
    public IReadOnlyList<string> Operation { get; init; } = [];

    /// <summary>How many images are under way at once when a call does not say; null for the command's own default.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>How long a task is waited for when a call does not say; null for the command's own default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long to wait between two questions for one task; null for the provider's own default.</summary>
    public TimeSpan? PollInterval { get; init; }
}
