using System.Buffers.Binary;

namespace SkinEnhance.Core.Images;

/// <summary>The fixed properties of each <see cref="ImageFormat"/>: signature, extension and media type.</summary>
public static class ImageFormats
{
    /// <summary>How many bytes identify any supported format.</summary>
    public const int SignatureLength = 64;

    /// <summary>Detects a format from the signature of a file.</summary>
    /// <param name="start">The file's beginning; fewer than <see cref="SignatureLength"/> bytes are allowed.</param>
    /// <returns>The format, or <see cref="ImageFormat.Unknown"/>.</returns>
    public static ImageFormat Detect(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return ImageFormat.Jpeg;
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return ImageFormat.Png;
        }

        if (start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..12].SequenceEqual("WEBP"u8))
        {
            return ImageFormat.Webp;
        }

        if (start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8))
        {
            return ImageFormat.Gif;
        }

        if (start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8))
        {
            return ImageFormat.Tiff;
        }

        return start.StartsWith("BM"u8) ? ImageFormat.Bmp : DetectByBrand(start);
    }

    /// <summary>Whether the header of a format is read for its size.</summary>
    /// <param name="format">The format.</param>
    /// <returns>False for formats that no operation accepts.</returns>
    public static bool IsMeasured(ImageFormat format) => format is not (ImageFormat.Unknown or ImageFormat.Tiff or ImageFormat.Heic or ImageFormat.Avif);

    /// <summary>The usual file-name extension, with its dot; empty for <see cref="ImageFormat.Unknown"/>.</summary>
    /// <param name="format">The format.</param>
    /// <returns>The extension in lower case.</returns>
    public static string Extension(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => ".jpg",
        ImageFormat.Png => ".png",
        ImageFormat.Webp => ".webp",
        ImageFormat.Bmp => ".bmp",
        ImageFormat.Gif => ".gif",
        ImageFormat.Tiff => ".tif",
        ImageFormat.Heic => ".heic",
        ImageFormat.Avif => ".avif",
        _ => string.Empty,
    };

    /// <summary>The media type; <c>application/octet-stream</c> for <see cref="ImageFormat.Unknown"/>.</summary>
    /// <param name="format">The format.</param>
    /// <returns>The media type.</returns>
    public static string MediaType(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "image/jpeg",
        ImageFormat.Png => "image/png",
        ImageFormat.Webp => "image/webp",
        ImageFormat.Bmp => "image/bmp",
        ImageFormat.Gif => "image/gif",
        ImageFormat.Tiff => "image/tiff",
        ImageFormat.Heic => "image/heic",
        ImageFormat.Avif => "image/avif",
        _ => "application/octet-stream",
    };

    /// <summary>HEIC and AVIF are ISO media files; the brands in their first box, <c>ftyp</c>, distinguish them from videos.</summary>
    private static ImageFormat DetectByBrand(ReadOnlySpan<byte> start)
    {
        if (start.Length < 12 || !start[4..8].SequenceEqual("ftyp"u8))
        {
            return ImageFormat.Unknown;
        }

        // The major brand, a version, then the compatible brands.
        var box = start[..(int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(start), (uint)start.Length)];
        for (var at = 8; at + 4 <= box.Length; at += at == 8 ? 8 : 4)
        {
            var brand = box.Slice(at, 4);
            if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8))
            {
                return ImageFormat.Avif;
            }

            if (brand[..3].SequenceEqual("hei"u8) || brand[..3].SequenceEqual("hev"u8))
            {
                return ImageFormat.Heic;
            }
        }

        return ImageFormat.Unknown;
    }
}
