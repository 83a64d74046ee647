namespace SkinEnhance;

/// <summary>What a file's header says of the image in it.</summary>
/// <param name="Format">The container, by the file's first bytes.</param>
/// <param name="Width">Width in pixels as stored, before any EXIF rotation; 0 when the format's size is not read.</param>
/// <param name="Height">Height in pixels as stored; 0 when the format's size is not read.</param>
/// <param name="Length">The file's size in bytes.</param>
public sealed record ImageInfo(ImageFormat Format, int Width, int Height, long Length)
{
    /// <summary>Width times height, in pixels.</summary>
    public long Pixels => (long)Width * Height;
}
