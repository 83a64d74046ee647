namespace SkinEnhance.Emulator.Http;

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
