namespace SkinEnhance;

/// <summary>One error: its id, its message, the image or task concerned, and advice. It never contains a key.</summary>
public sealed record EnhanceError
{
    private Cause _cause;
    private bool? _stopsBatch;

    /// <summary>The stable id, one of <see cref="ErrorIds"/>.</summary>
    public required string Id { get; init; }

    /// <summary>What is wrong, with the file, the value and the limit.</summary>
    public required string Message { get; init; }

    /// <summary>The image, task, parameter or address concerned, as the user gave it.</summary>
    public string? Target { get; init; }

    /// <summary>The provider's name; null when no provider was involved.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's error code, unchanged (AILab <c>error_detail.code</c>, Comfy <c>X-Comfy-Error-Type</c> or <c>error</c>).</summary>
    public string? ProviderCode { get; init; }

    /// <summary>The provider's id of the request; its support needs it.</summary>
    public string? RequestId { get; init; }

    /// <summary>The HTTP status; null when there was no response.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The earliest time for another request, from the provider's response; null when the response has none.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The kind of error.</summary>
    public EnhanceErrorKind Kind => ErrorCatalog.Get(Id).Kind;

    /// <summary>What the user can do about it.</summary>
    public string Advice => ErrorCatalog.Get(Id).Advice;

    /// <summary>Whether the next image would meet the same error. The default is that of the id in <see cref="ErrorCatalog"/>; an error of a
    /// folder that other images do not use is set to false.</summary>
    public bool StopsBatch
    {
        get => _stopsBatch ?? ErrorCatalog.Get(Id).StopsBatch;
        init => _stopsBatch = value;
    }

    /// <summary>The exception that caused the error, with its stack trace. A method, not a property, so that it is never serialized to JSON, CSV
    /// or the ledger.</summary>
    /// <returns>The exception; null when there was none, and for an error that was read from the ledger.</returns>
    public Exception? GetCause() => _cause.Exception;

    /// <summary>Returns a copy of the error with its cause.</summary>
    /// <param name="cause">The exception; null for none.</param>
    /// <returns>A new error, equal to this one.</returns>
    public EnhanceError CausedBy(Exception? cause) => this with { _cause = new Cause(cause) };

    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Message}";

    /// <summary>An exception that does not take part in the equality of errors.</summary>
    private readonly struct Cause(Exception? exception) : IEquatable<Cause>
    {
        internal Exception? Exception => exception;

        public bool Equals(Cause other) => true;

        public override bool Equals(object? obj) => obj is Cause;

        public override int GetHashCode() => 0;
    }
}
