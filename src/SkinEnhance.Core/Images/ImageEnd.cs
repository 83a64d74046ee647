using System.Buffers.Binary;

namespace SkinEnhance.Core.Images;

/// <summary>Scans an image from its first byte and reports whether its end is present; nothing is decoded or stored.</summary>
/// <remarks>
/// Bytes after the end do not matter: real files contain padding, a second image or a video there. For JPEG the segments are parsed, so that
/// the end of an embedded thumbnail is not mistaken for the end of the image.
/// </remarks>
internal sealed class ImageEnd
{
    private readonly ImageFormat _format;
    private readonly byte[] _head = new byte[34];
    private int _filled;
    private int _wanted;

    // Bytes to skip before the next header.
    private long _skip;
    private Step _step;
    private bool _hasScan;

    /// <param name="format">The format; its signature has been read already.</param>
    internal ImageEnd(ImageFormat format)
    {
        _format = format;
        (_skip, _wanted) = format switch
        {
            ImageFormat.Jpeg => (2, 2),
            ImageFormat.Png => (8, 8),
            ImageFormat.Webp => (0, 8),
            ImageFormat.Gif => (0, 13),
            ImageFormat.Bmp => (0, 26),
            _ => (0, 0),
        };
    }

    private enum Step
    {
        First,
        Second,
        Blocks,
        SubBlocks,
    }

    /// <summary>Whether the end was found.</summary>
    internal bool IsSeen { get; private set; }

    /// <summary>What a truncated image lacks, for a message; null for a format without an end marker or a length.</summary>
    internal static string? Missing(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "the EOI marker is missing",
        ImageFormat.Png => "the IEND chunk is missing",
        ImageFormat.Webp => "the RIFF header has a greater length",
        ImageFormat.Gif => "the trailer is missing",
        ImageFormat.Bmp => "the header has a greater length",
        _ => null,
    };

    /// <summary>Searches a file for its end; parts with a length are skipped unread.</summary>
    /// <param name="file">The file, seekable. Its position changes.</param>
    /// <param name="format">Its format.</param>
    /// <returns>Whether the end is present; also true for a format without an end marker or a length.</returns>
    internal static bool IsIn(Stream file, ImageFormat format)
    {
        if (Missing(format) is null)
        {
            return true;
        }

        var end = new ImageEnd(format);
        var buffer = new byte[16 * 1024];
        var isTailKnown = false;
        file.Position = 0;
        while (true)
        {
            if (end._skip > file.Length - file.Position)
            {
                return false;
            }

            file.Position += end._skip;
            end._skip = 0;
            var read = file.Read(buffer);
            end.Append(buffer.AsSpan(0, read));
            if (end.IsSeen || read == 0)
            {
                return end.IsSeen;
            }

            // After the image data has begun, only another image behind it could have an end marker at the end of the file, so most files are not read.
            if (end._hasScan && !isTailKnown)
            {
                isTailKnown = true;
                if (EndsWithMarker(file))
                {
                    return true;
                }
            }
        }
    }

    /// <summary>Scans the next bytes.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        while (!IsSeen)
        {
            var passed = (int)Math.Min(_skip, bytes.Length);
            _skip -= passed;
            bytes = bytes[passed..];
            if (_skip > 0)
            {
                return;
            }

            if (_wanted == 0)
            {
                IsSeen = Missing(_format) is not null;
                return;
            }

            if (_format == ImageFormat.Jpeg && _step == Step.First && _filled == 0)
            {
                // Image data, or stray bytes between two segments.
                var marker = bytes.IndexOf((byte)0xFF);
                bytes = marker < 0 ? default : bytes[marker..];
            }

            var taken = Math.Min(_wanted - _filled, bytes.Length);
            bytes[..taken].CopyTo(_head.AsSpan(_filled));
            _filled += taken;
            bytes = bytes[taken..];
            if (_filled < _wanted)
            {
                return;
            }

            _filled = 0;
            Read(_head.AsSpan(0, _wanted));
        }
    }

    private static bool EndsWithMarker(Stream file)
    {
        Span<byte> last = stackalloc byte[2];
        var position = file.Position;
        file.Seek(-last.Length, SeekOrigin.End);
        file.ReadExactly(last);
        file.Position = position;
        return last.SequenceEqual((ReadOnlySpan<byte>)[0xFF, 0xD9]);
    }

    private void Read(ReadOnlySpan<byte> head)
    {
        switch (_format)
        {
            case ImageFormat.Jpeg:
                ReadJpeg(head);
                break;
            case ImageFormat.Png:
                // A chunk has its length, its type, its data and a CRC of 4 bytes.
                _skip = BinaryPrimitives.ReadUInt32BigEndian(head) + 4L;
                _wanted = head[4..].SequenceEqual("IEND"u8) ? 0 : 8;
                break;
            case ImageFormat.Webp:
                _skip = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
                _wanted = 0;
                break;
            case ImageFormat.Gif:
                ReadGif(head);
                break;
            default:
                ReadBmp(head);
                break;
        }
    }

    private void ReadJpeg(ReadOnlySpan<byte> head)
    {
        if (_step == Step.Second)
        {
            _skip = Math.Max(0, BinaryPrimitives.ReadUInt16BigEndian(head) - 2);
            _step = Step.First;
            return;
        }

        switch (head[1])
        {
            case 0xFF:
                // Fill bytes may precede a marker; this may be the first one.
                _filled = 1;
                break;
            case 0x00 or 0x01 or (>= 0xD0 and <= 0xD8):
                break;
            case 0xD9:
                IsSeen = _hasScan;
                break;
            case var marker:
                _hasScan |= marker == 0xDA;
                _step = Step.Second;
                break;
        }
    }

    private void ReadGif(ReadOnlySpan<byte> head)
    {
        switch (_step)
        {
            case Step.First:
                _skip = ColorTableLength(head[10]);
                (_step, _wanted) = (Step.Blocks, 1);
                break;
            case Step.Second:
                // The color table of a frame, and the initial code size.
                _skip = ColorTableLength(head[8]) + 1;
                (_step, _wanted) = (Step.SubBlocks, 1);
                break;
            case Step.SubBlocks:
                _skip = head[0];
                _step = head[0] == 0 ? Step.Blocks : Step.SubBlocks;
                break;
            default:
                const byte Picture = 0x2C;
                const byte Extension = 0x21;
                const byte Trailer = 0x3B;
                IsSeen = head[0] == Trailer;
                _skip = head[0] == Extension ? 1 : 0;
                (_step, _wanted) = head[0] switch
                {
                    Picture => (Step.Second, 9),
                    Extension => (Step.SubBlocks, 1),
                    _ => (Step.Blocks, 1),
                };
                break;
        }

        static int ColorTableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private void ReadBmp(ReadOnlySpan<byte> head)
    {
        var isOs2 = BinaryPrimitives.ReadInt32LittleEndian(head[14..]) == 12;
        if (!isOs2 && _step == Step.First)
        {
            (_step, _filled, _wanted) = (Step.Second, head.Length, 34);
            return;
        }

        // Many programs write 0 or a wrong file size; without compression the pixels determine it.
        const uint Rgb = 0;
        const uint BitFields = 3;
        var isPlain = isOs2 || BinaryPrimitives.ReadUInt32LittleEndian(head[30..]) is Rgb or BitFields;
        var (width, height, bits) = isOs2
            ? (BinaryPrimitives.ReadUInt16LittleEndian(head[18..]), BinaryPrimitives.ReadUInt16LittleEndian(head[20..]), BinaryPrimitives.ReadUInt16LittleEndian(head[24..]))
            : (BinaryPrimitives.ReadInt32LittleEndian(head[18..]), BinaryPrimitives.ReadInt32LittleEndian(head[22..]), BinaryPrimitives.ReadUInt16LittleEndian(head[28..]));
        var length = isPlain
            ? BinaryPrimitives.ReadUInt32LittleEndian(head[10..]) + (((((long)width * bits) + 31) / 32) * 4 * Math.Abs((long)height))
            : BinaryPrimitives.ReadUInt32LittleEndian(head[2..]);
        _skip = Math.Max(0, length - head.Length);
        _wanted = 0;
    }
}
