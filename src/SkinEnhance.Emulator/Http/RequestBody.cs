using System.Text.Json;
using SkinEnhance.Emulator.Files;

namespace SkinEnhance.Emulator.Http;

/// <summary>The content of a request's body.</summary>
internal sealed record RequestBody
{
    public static RequestBody None { get; } = new();

    /// <summary>Why the body could not be read; <see langword="null"/> when it could.</summary>
    public string? Error { get; init; }

    /// <summary>The SHA-256 of the whole raw body.</summary>
    public string Sha256 { get; init; } = string.Empty;

    /// <summary>A JSON body's members in their order, repeated ones included, without <c>image</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> JsonFields { get; init; } = [];

    /// <summary>A form's text parts in their order, repeated ones included.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> FormFields { get; init; } = [];

    /// <summary>Whether <c>image</c> is present, in any form.</summary>
    public bool HasImage { get; init; }

    /// <summary>Why the image is not valid; <see langword="null"/> when no error was found.</summary>
    public string? ImageError { get; init; }

    /// <summary>The image's bytes, or those of a raw body.</summary>
    public SpooledFile? File { get; init; }

    /// <summary>The image's address; null when the body has the image itself.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>The file name of the image's multipart part.</summary>
    public string? PartFileName { get; init; }

    /// <summary>The media type of the image's multipart part.</summary>
    public string? PartContentType { get; init; }
}
