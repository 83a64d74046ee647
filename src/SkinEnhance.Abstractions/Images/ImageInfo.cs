namespace SkinEnhance;

/// <summary>The data in an image file's header.</summary>
/// <param name="Format">The container, from the file's signature.</param>
/// <param name="Width">Width in pixels as stored, before any EXIF rotation; 0 when the format's size is not read.</param>
/// <param name="Height">Height in pixels as stored; 0 when the format's size is not read.</param>
/// <param name="Length">The file's size in bytes.</param>
public sealed record ImageInfo(ImageFormat Format, int Width, int Height, long Length)
{
    /// <summary>Width times height, in pixels.</summary>
    public long Pixels => (long)Width * Height;
}

/// <summary>An image container that SkinEnhance identifies by its signature, whatever the file's extension.</summary>
public enum ImageFormat
{
    /// <summary>None of the supported formats.</summary>
    Unknown = 0,

    /// <summary>JPEG (<c>FF D8 FF</c>).</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>WebP in its lossy, lossless or extended form.</summary>
    Webp,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>GIF.</summary>
    Gif,

    /// <summary>TIFF. Its size is not read, because no operation accepts one.</summary>
    Tiff,

    /// <summary>HEIC, the HEVC form of HEIF. Its size is not read, because no operation accepts one.</summary>
    Heic,

    /// <summary>AVIF. Its size is not read, because no operation accepts one.</summary>
    Avif,
}
