namespace SkinEnhance.Emulator.Http;

/// <summary>The handler of an address.</summary>
/// <param name="Api">The service it belongs to.</param>
/// <param name="Target">The part of the services that it belongs to.</param>
/// <param name="Body">The expected body.</param>
/// <param name="Handle">Carries a request out.</param>
internal sealed record Route(Api Api, FaultTarget Target, BodyKind Body, Func<Exchange, CancellationToken, Task<Response>> Handle)
{
    /// <summary>The operation of a submission.</summary>
    public string? Operation { get; init; }
}

/// <summary>The body that a route expects.</summary>
internal enum BodyKind
{
    /// <summary>None; a body is read and discarded.</summary>
    None = 0,

    /// <summary>A JSON object with a possibly large <c>image</c>.</summary>
    Json,

    /// <summary>A multipart form with a possibly large part <c>image</c>.</summary>
    Multipart,

    /// <summary>The bytes of a file.</summary>
    File,
}
