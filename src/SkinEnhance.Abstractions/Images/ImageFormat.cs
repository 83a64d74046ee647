namespace SkinEnhance;

/// <summary>An image container that SkinEnhance tells by its first bytes, whatever the file is called.</summary>
public enum ImageFormat
{
    /// <summary>None of the known formats.</summary>
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

    /// <summary>TIFF. Its size is not read, since no supported operation takes one.</summary>
    Tiff,

    /// <summary>HEIC, the HEVC form of HEIF. Its size is not read, since no supported operation takes one.</summary>
    Heic,

    /// <summary>AVIF. Its size is not read, since no supported operation takes one.</summary>
    Avif,
}
