using SkinEnhance.Emulator.Files;

namespace SkinEnhance.Emulator.Comfy;

/// <summary>A place in the upload storage.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Signature">What its addresses must carry.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="ContentType">The media type the PUT must have.</param>
/// <param name="DeclaredSha256">The hash the bytes must have, in lower case, when it was told.</param>
/// <param name="ExpiresAt">When the place is gone.</param>
internal sealed record StoredFile(string Id, string Signature, string FileName, string ContentType, string? DeclaredSha256, DateTimeOffset ExpiresAt)
{
    /// <summary>The bytes, once they were sent.</summary>
    public SpooledFile? File { get; init; }
}
