namespace SkinEnhance.Emulator.Http;

/// <summary>A piece of a <see cref="Content"/>: bytes, or a range of a file.</summary>
/// <param name="Bytes">The bytes; unused for a range.</param>
/// <param name="Path">The file of a range, or <see langword="null"/>.</param>
/// <param name="Offset">Where the range begins.</param>
/// <param name="Length">How long the piece is.</param>
internal readonly record struct ContentPart(ReadOnlyMemory<byte> Bytes, string? Path, long Offset, long Length)
{
    public static ContentPart Of(ReadOnlyMemory<byte> bytes) => new(bytes, null, 0, bytes.Length);

    public static ContentPart Range(string path, long offset, long length) => new(default, path, offset, length);
}
