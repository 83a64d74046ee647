namespace SkinEnhance.Emulator.Http;

/// <summary>What one address does.</summary>
/// <param name="Api">The service it belongs to.</param>
/// <param name="Target">The part of the services it is.</param>
/// <param name="Body">What it expects in the body.</param>
/// <param name="Handle">Carries a request out.</param>
internal sealed record Route(Api Api, FaultTarget Target, BodyKind Body, Func<Exchange, CancellationToken, Task<Answer>> Handle)
{
    /// <summary>The operation of a submission.</summary>
    public string? Operation { get; init; }
}

/// <summary>What a route expects in its request's body.</summary>
internal enum BodyKind
{
    /// <summary>Nothing; what comes is read and forgotten.</summary>
    None = 0,

    /// <summary>A JSON object, in which <c>image</c> may be large.</summary>
    Json,

    /// <summary>A multipart form, in which the part <c>image</c> may be large.</summary>
    Multipart,

    /// <summary>The bytes of a file.</summary>
    File,
}
