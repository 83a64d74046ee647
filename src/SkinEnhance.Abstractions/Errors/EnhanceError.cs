namespace SkinEnhance;

/// <summary>One error in full: what happened, to what, and what can be done about it. It never holds a key.</summary>
public sealed record EnhanceError
{
    private Cause _cause;
    private bool? _stopsBatch;

    /// <summary>The stable id, one of <see cref="ErrorIds"/>.</summary>
    public required string Id { get; init; }

    /// <summary>What happened, with the file, the limit and the value seen.</summary>
    public required string Message { get; init; }

    /// <summary>The image, task, parameter or address that it happened to, as the user named it.</summary>
    public string? Target { get; init; }

    /// <summary>The provider's name, when a provider took part.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's own code for it, as it came (AILab <c>error_detail.code</c>, Comfy <c>X-Comfy-Error-Type</c> or <c>error</c>).</summary>
    public string? ProviderCode { get; init; }

    /// <summary>The provider's id of the request, for its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>The HTTP status, when there was an answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>When the provider wants to be asked again, if it said so.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The kind of error.</summary>
    public EnhanceErrorKind Kind => ErrorCatalog.Get(Id).Kind;

    /// <summary>What the user can do.</summary>
    public string Advice => ErrorCatalog.Get(Id).Advice;

    /// <summary>Whether the next image would meet the same error. Default what <see cref="ErrorCatalog"/> says of the id; an error of a folder
    /// that other images do not share stops none of them.</summary>
    public bool StopsBatch
    {
        get => _stopsBatch ?? ErrorCatalog.Get(Id).StopsBatch;
        init => _stopsBatch = value;
    }

    /// <summary>The exception behind the error, with its stack, for who looks for a defect. It is a method and no property, so that it gets
    /// into no JSON, no CSV and no ledger.</summary>
    /// <returns>The exception; null when the error began with none, and for one that was read from the ledger.</returns>
    public Exception? GetCause() => _cause.Exception;

    /// <summary>The same error with an exception behind it.</summary>
    /// <param name="cause">The exception; null for none.</param>
    /// <returns>A new error, equal to this one.</returns>
    public EnhanceError CausedBy(Exception? cause) => this with { _cause = new Cause(cause) };

    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Message}";

    /// <summary>An exception that is no part of what makes two errors the same.</summary>
    private readonly struct Cause(Exception? exception) : IEquatable<Cause>
    {
        internal Exception? Exception => exception;

        public bool Equals(Cause other) => true;

        public override bool Equals(object? obj) => obj is Cause;

        public override int GetHashCode() => 0;
    }
}
