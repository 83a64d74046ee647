namespace SkinEnhance.Emulator;

/// <summary>One request as the emulator saw it, and how it was answered. A snapshot: it does not change.</summary>
public sealed record RecordedRequest
{
    /// <summary>The request's place in the order of arrival, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>When it arrived, by the emulator's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The port that it came from; requests over one connection come from the same.</summary>
    public int ClientPort { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, with its leading slash, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The query with its <c>?</c>; empty when there is none.</summary>
    public required string Query { get; init; }

    /// <summary>All request headers; the names' case does not matter.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The part of the services it was for.</summary>
    public FaultTarget Target { get; init; }

    /// <summary><c>comfy</c>, <c>ailab</c>, or <see langword="null"/> for files and unknown paths.</summary>
    public string? Provider { get; init; }

    /// <summary>The operation of a submission, as in <see cref="RecordedTask.Operation"/>.</summary>
    public string? Operation { get; init; }

    /// <summary>The raw <c>Content-Type</c> header.</summary>
    public string? ContentType { get; init; }

    /// <summary>Bytes of the body that were received, whatever the client announced.</summary>
    public long ContentLength { get; init; }

    /// <summary>The body's fields without the image: JSON values as raw JSON, multipart parts as text.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>SHA-256 of the image's own bytes, in lower-case hexadecimal; <see langword="null"/> without an image.</summary>
    public string? ImageSha256 { get; init; }

    /// <summary>The image's format by its bytes.</summary>
    public ImageFormat ImageFormat { get; init; }

    /// <summary>The file name the multipart part of the image had.</summary>
    public string? ImagePartFileName { get; init; }

    /// <summary>The media type the multipart part of the image had.</summary>
    public string? ImagePartContentType { get; init; }

    /// <summary>The image when it was given as an address.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>The answer's status; <see langword="null"/> as long as there is none, and for good when the connection was reset.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The name of the fault that struck.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether this request was accepted and billed.</summary>
    public bool Billed { get; init; }

    /// <summary>The task the request made or asked for.</summary>
    public string? TaskId { get; init; }

    /// <summary>Whether the answer was that of an earlier request with the same <c>Idempotency-Key</c>.</summary>
    public bool WasReplayed { get; init; }
}
