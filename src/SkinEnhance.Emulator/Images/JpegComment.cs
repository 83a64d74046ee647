using System.Buffers.Binary;
using SkinEnhance.Emulator.Http;

namespace SkinEnhance.Emulator.Images;

/// <summary>A note in a JPEG's COM segment (ITU-T T.81, B.2.4.5).</summary>
internal static class JpegComment
{
    private const int MaxTextLength = 0xFFFF - 2;

    /// <summary>Inserts the note after the application segments, because JFIF and EXIF must come first.</summary>
    /// <param name="image">The image's bytes.</param>
    /// <param name="path">The image's file.</param>
    /// <param name="text">The note.</param>
    /// <returns>The image with its note.</returns>
    public static Content Insert(Stream image, string path, byte[] text)
    {
        var place = EndOfApplicationSegments(image);
        var length = Math.Min(text.Length, MaxTextLength);
        var segment = new byte[length + 4];
        segment[0] = 0xFF;
        segment[1] = 0xFE;
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(length + 2));
        text.AsSpan(0, length).CopyTo(segment.AsSpan(4));
        return new Content(ContentPart.Range(path, 0, place), ContentPart.Of(segment), ContentPart.Range(path, place, image.Length - place));
    }

    private static long EndOfApplicationSegments(Stream image)
    {
        Span<byte> header = stackalloc byte[4];
        long place = 2;
        while (true)
        {
            image.Position = place;
            if (image.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || header[0] != 0xFF || header[1] is < 0xE0 or > 0xEF)
            {
                return place;
            }

            var next = place + 2 + BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
            if (next > image.Length)
            {
                return place;
            }

            place = next;
        }
    }
}
