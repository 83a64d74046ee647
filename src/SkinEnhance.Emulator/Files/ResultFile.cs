using SkinEnhance.Emulator.Images;

namespace SkinEnhance.Emulator.Files;

/// <summary>A result that can be downloaded.</summary>
/// <param name="Provider">Whose it is.</param>
/// <param name="From">When it appears.</param>
/// <param name="Signature">What the address's query must carry, as signed addresses do.</param>
/// <param name="Image">The file.</param>
/// <param name="Source">The image that it was made of; <see langword="null"/> for one that is not here.</param>
internal sealed record ResultFile(string Provider, DateTimeOffset From, string Signature, NotedImage Image, SpooledFile? Source);
