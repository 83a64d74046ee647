using System.Buffers.Binary;

namespace SkinEnhance.Bench.Images;

/// <summary>Writes PNG files: a true header, and noise in place of the compressed picture.</summary>
internal sealed class PngWriter : ImageWriter
{
    private const int Side = 1600;

    // As other writers do: one chunk would have to be known whole before its length can be written.
    private const int ChunkLength = 1 << 20;
    private const int ChunkFrame = 12;
    private static readonly byte[] Signature = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'];
    private static readonly uint[] CrcTable = MakeCrcTable();
    private uint _crc;

    private PngWriter(Stream target)
        : base(target)
    {
    }

    /// <summary>Writes an image.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="number">What makes its bytes its own.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <returns>Its SHA-256.</returns>
    internal static string Write(Stream target, int number, long length)
    {
        var writer = new PngWriter(target);
        writer.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Side);
        header[8] = 8;
        writer.WriteChunk("IHDR"u8, header.Length, () => writer.Write(header));
        while (length - writer.Written - ChunkFrame is var left && left > ChunkFrame)
        {
            // What is left behind must be nothing, or enough for another chunk.
            var count = left <= ChunkLength + (2 * ChunkFrame) ? left - ChunkFrame : ChunkLength;
            writer.WriteChunk("IDAT"u8, (int)count, () => writer.WriteNoise(number, count));
        }

        writer.WriteChunk("IEND"u8, 0, static () => { });
        return writer.Sha256();
    }

    protected override void Write(ReadOnlySpan<byte> bytes)
    {
        base.Write(bytes);
        var crc = _crc;
        foreach (var value in bytes)
        {
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        _crc = crc;
    }

    private void WriteChunk(ReadOnlySpan<byte> type, int length, Action writeBody)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, length);
        Write(number);
        _crc = uint.MaxValue;
        Write(type);
        writeBody();
        BinaryPrimitives.WriteUInt32BigEndian(number, ~_crc);
        Write(number);
    }

    private static uint[] MakeCrcTable()
    {
        const uint Polynomial = 0xEDB88320;
        var table = new uint[256];
        for (uint value = 0; value < table.Length; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            }

            table[value] = crc;
        }

        return table;
    }
}
