namespace SkinEnhance.Bench.Images;

/// <summary>Writes JPEG files: a true header, and noise in place of the coded picture.</summary>
internal sealed class JpegWriter : ImageWriter
{
    // Start, JFIF segment, one quantisation table of ones.
    private static readonly byte[] Start =
    [
        0xFF, 0xD8,
        0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0,
        0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64),
    ];

    // A baseline frame of 1600 x 1200 grey pixels, and the beginning of its only scan.
    private static readonly byte[] Frame = [0xFF, 0xC0, 0, 11, 8, 0x04, 0xB0, 0x06, 0x40, 1, 1, 0x11, 0];
    private static readonly byte[] Scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0];
    private static readonly byte[] End = [0xFF, 0xD9];

    private JpegWriter(Stream target)
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
        var writer = new JpegWriter(target);
        writer.Write(Start);
        writer.Write(Frame);
        writer.Write(Scan);
        writer.WriteNoise(number, length - writer.Written - End.Length);
        writer.Write(End);
        return writer.Sha256();
    }
}
