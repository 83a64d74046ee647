using System.Buffers;
using System.Buffers.Text;
using SkinEnhance.Emulator.Files;

namespace SkinEnhance.Emulator.Http;

/// <summary>Decodes Base64 into a file of the spool as it arrives. Strict: no white space, padding only at the end.</summary>
internal sealed class Base64Sink(SpoolFolder spool) : IDisposable
{
    private readonly SpoolWriter _writer = spool.Create();
    private readonly byte[] _pending = new byte[32 * 1024];
    private readonly byte[] _decoded = new byte[24 * 1024];
    private int _count;

    public bool IsInvalid { get; private set; }

    public void Write(ReadOnlySpan<byte> text)
    {
        IsInvalid = IsInvalid || text.IndexOfAny(" \t\r\n"u8) >= 0;
        while (!IsInvalid && text.Length > 0)
        {
            var taken = Math.Min(text.Length, _pending.Length - _count);
            text[..taken].CopyTo(_pending.AsSpan(_count));
            _count += taken;
            text = text[taken..];
            if (_count == _pending.Length)
            {
                // The last group is kept back, because only the final one may have padding.
                Decode(_count - 4, isFinal: false);
            }
        }
    }

    /// <summary>Decodes the rest.</summary>
    /// <returns>The file; <see langword="null"/> when the text was not Base64.</returns>
    public SpooledFile? Complete()
    {
        Decode(_count, isFinal: true);
        return IsInvalid ? null : _writer.Complete();
    }

    public void Dispose() => _writer.Dispose();

    private void Decode(int length, bool isFinal)
    {
        if (IsInvalid)
        {
            return;
        }

        var status = Base64.DecodeFromUtf8(_pending.AsSpan(0, length), _decoded, out var consumed, out var written, isFinal);
        if (status != OperationStatus.Done || consumed != length)
        {
            IsInvalid = true;
            return;
        }

        _writer.Write(_decoded.AsSpan(0, written));
        _pending.AsSpan(consumed, _count - consumed).CopyTo(_pending);
        _count -= consumed;
    }
}
