using System.Buffers;
using System.Buffers.Text;
using SkinEnhance.Emulator.Files;

namespace SkinEnhance.Emulator.Http;

/// <summary>Decodes Base64 as it arrives into a file of the spool. Strict: no white space, padding where it belongs.</summary>
internal sealed class Base64Sink(SpoolFolder spool) : IDisposable
{
    private readonly SpoolWriter writer = spool.Create();
    private readonly byte[] pending = new byte[32 * 1024];
    private readonly byte[] decoded = new byte[24 * 1024];
    private int count;

    public bool IsInvalid { get; private set; }

    public void Write(ReadOnlySpan<byte> text)
    {
        IsInvalid = IsInvalid || text.IndexOfAny(" \t\r\n"u8) >= 0;
        while (!IsInvalid && text.Length > 0)
        {
            var taken = Math.Min(text.Length, pending.Length - count);
            text[..taken].CopyTo(pending.AsSpan(count));
            count += taken;
            text = text[taken..];
            if (count == pending.Length)
            {
                // The last group waits, for only the final one may be padded.
                Decode(count - 4, isFinal: false);
            }
        }
    }

    /// <summary>Decodes what is left.</summary>
    /// <returns>The file; <see langword="null"/> when the text was no Base64.</returns>
    public SpooledFile? Complete()
    {
        Decode(count, isFinal: true);
        return IsInvalid ? null : writer.Complete();
    }

    public void Dispose() => writer.Dispose();

    private void Decode(int length, bool isFinal)
    {
        if (IsInvalid)
        {
            return;
        }

        var status = Base64.DecodeFromUtf8(pending.AsSpan(0, length), decoded, out var consumed, out var written, isFinal);
        if (status != OperationStatus.Done || consumed != length)
        {
            IsInvalid = true;
            return;
        }

        writer.Write(decoded.AsSpan(0, written));
        pending.AsSpan(consumed, count - consumed).CopyTo(pending);
        count -= consumed;
    }
}
