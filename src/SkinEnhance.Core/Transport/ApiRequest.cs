namespace SkinEnhance.Core.Transport;

/// <summary>One logical request to a provider, which may be sent several times.</summary>
internal sealed record ApiRequest
{
    internal required HttpMethod Method { get; init; }

    /// <summary>The path relative to the provider's base address, without a leading slash.</summary>
    internal required string Path { get; init; }

    /// <summary>The file or the task, for messages.</summary>
    internal required string Target { get; init; }

    /// <summary>The time limit of one attempt.</summary>
    internal required TimeSpan AttemptTimeout { get; init; }

    /// <summary>Creates the body of one attempt; called for each attempt.</summary>
    internal Func<HttpContent>? CreateBody { get; init; }

    /// <summary>Whether the provider bills it, so that a resend may be billed again.</summary>
    internal bool IsPaid { get; init; }

    /// <summary>Whether to send it again although it may have been accepted.</summary>
    internal bool ResendAmbiguous { get; init; }

    /// <summary>Identifies the logical submission; null when the provider does not support idempotency keys.</summary>
    internal string? IdempotencyKey { get; init; }

    /// <summary>The submission's permit; free requests need none.</summary>
    internal ISubmissionPermit Permit { get; init; } = UnlimitedPermit.Instance;

    /// <summary>Returns a new idempotency key when the provider has stored an error under the current one.</summary>
    internal Func<string> RenewIdempotencyKey { get; init; } = static () => throw new InvalidOperationException("A request without a key has none to renew.");
}
