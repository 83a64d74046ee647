using System.Security.Cryptography;

namespace SkinEnhance.Bench.Images;

/// <summary>Writes an image of a wanted length piece by piece; its bytes are never in memory together.</summary>
internal abstract class ImageWriter
{
    private static readonly byte[] Noise = MakeNoise();

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Stream _target;

    protected ImageWriter(Stream target) => _target = target;

    /// <summary>Writes bytes of the image.</summary>
    protected virtual void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _target.Write(bytes);
        Written += bytes.Length;
    }

    protected long Written { get; private set; }

    /// <summary>Writes bytes that no other image has and no compression makes smaller; none of them is FF, which would mean something in a JPEG.</summary>
    /// <param name="number">The image's number.</param>
    /// <param name="count">How many.</param>
    protected void WriteNoise(int number, long count)
    {
        Span<byte> mark = stackalloc byte[5];
        for (var index = 0; index < mark.Length; index++)
        {
            // Seven bits a byte keep FF out.
            mark[index] = (byte)((number >> (7 * index)) & 0x7F);
        }

        mark = mark[..(int)Math.Min(mark.Length, count)];
        Write(mark);
        for (var left = count - mark.Length; left > 0;)
        {
            var piece = Noise.AsSpan(0, (int)Math.Min(Noise.Length, left));
            Write(piece);
            left -= piece.Length;
        }
    }

    protected string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    private static byte[] MakeNoise()
    {
        var noise = new byte[64 * 1024];
        var random = new Random(1);
        for (var index = 0; index < noise.Length; index++)
        {
            noise[index] = (byte)random.Next(0xFF);
        }

        return noise;
    }
}
