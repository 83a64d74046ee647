namespace SkinEnhance.Core.Transport;

/// <summary>One logical request to a provider, however often it is sent.</summary>
internal sealed record ApiRequest
{
    internal required HttpMethod Method { get; init; }

    /// <summary>The path below the provider's base address, without a leading slash.</summary>
    internal required string Path { get; init; }

    /// <summary>What the user knows it as, for messages: a file, a task.</summary>
    internal required string Target { get; init; }

    /// <summary>How long one attempt may take.</summary>
    internal required TimeSpan AttemptTimeout { get; init; }

    /// <summary>Makes the body of one attempt; called anew for each.</summary>
    internal Func<HttpContent>? CreateBody { get; init; }

    /// <summary>Whether the provider bills it, so that a resend could be billed again.</summary>
    internal bool IsPaid { get; init; }

    /// <summary>Whether the user wants it sent again though it may have been accepted.</summary>
    internal bool ResendAmbiguous { get; init; }

    /// <summary>Names the logical submission where the provider knows such a key.</summary>
    internal string? IdempotencyKey { get; init; }

    /// <summary>Its place among the paid requests under way; free ones are not counted.</summary>
    internal ISubmissionPermit Permit { get; init; } = UnlimitedPermit.Instance;

    /// <summary>Gives the key to go on with when the provider keeps an error under the one in use.</summary>
    internal Func<string> RenewIdempotencyKey { get; init; } = static () => throw new InvalidOperationException("A request without a key has none to renew.");
}
