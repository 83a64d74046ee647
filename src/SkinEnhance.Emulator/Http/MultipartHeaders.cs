namespace SkinEnhance.Emulator.Http;

/// <summary>What a form's part says of itself.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="FileName">The file's name; <see langword="null"/> for a text part.</param>
/// <param name="ContentType">The media type, as it came.</param>
internal sealed record MultipartHeaders(string Name, string? FileName, string? ContentType);
