namespace SkinEnhance.Emulator.Images;

/// <summary>A chunk of a WebP file.</summary>
/// <param name="Type">Its four characters.</param>
/// <param name="Offset">Where its header begins.</param>
/// <param name="Length">Header and data, without padding.</param>
internal readonly record struct WebpChunk(string Type, long Offset, long Length);
