namespace SkinEnhance.Bench.Images;

/// <summary>One generated image.</summary>
/// <param name="Name">Its file name without extension, which every contender's result begins with.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes, in lower-case hexadecimal.</param>
internal sealed record BenchImage(string Name, string Path, long Length, string Sha256);
