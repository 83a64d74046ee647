namespace SkinEnhance.Emulator.Files;

/// <summary>Bytes that were received and lie in the spool.</summary>
/// <param name="Path">Where.</param>
/// <param name="Sha256">Their SHA-256 in lower-case hexadecimal.</param>
/// <param name="Length">How many they are.</param>
/// <param name="Image">What their header says; <see langword="null"/> when it is that of a damaged image.</param>
internal sealed record SpooledFile(string Path, string Sha256, long Length, ImageInfo? Image);
