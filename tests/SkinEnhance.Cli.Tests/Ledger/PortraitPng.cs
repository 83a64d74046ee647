using System.Buffers.Binary;

namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>Small PNG files that differ; nobody here decodes what follows the header.</summary>
internal static class PortraitPng
{
    internal static byte[] Create(int seed, int length = 3000)
    {
        var pixels = new byte[length];
        new Random(seed).NextBytes(pixels);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, 200);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 200);
        header[8] = 8;
        header[9] = 2;
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, length);
        return
        [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
            0, 0, 0, 13, .. "IHDR"u8, .. header, 1, 2, 3, 4,
            .. size, .. "IDAT"u8, .. pixels, 1, 2, 3, 4,
            0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82,
        ];
    }
}
