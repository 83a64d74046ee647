using System.Text;
using SkinEnhance.Emulator.Files;

namespace SkinEnhance.Emulator.Http;

/// <summary>Receives the text of a JSON body's <c>image</c>: an address is kept, any other text is decoded as Base64.</summary>
internal sealed class ImageTextSink(SpoolFolder spool) : IDisposable
{
    private const int MaxUrlLength = 8 * 1024;
    private readonly MemoryStream _head = new();
    private Base64Sink? _base64;

    public void Write(ReadOnlySpan<byte> text)
    {
        if (_base64 is not null)
        {
            _base64.Write(text);
            return;
        }

        _head.Write(text);
        if (_head.Length >= 8 && !LooksLikeUrl())
        {
            BeginBase64();
        }
    }

    /// <summary>Completes the value.</summary>
    /// <returns>The address, or the file, or neither and the error.</returns>
    public (string? Url, SpooledFile? File, string? Error) Complete()
    {
        if (_base64 is null && LooksLikeUrl())
        {
            return _head.Length > MaxUrlLength
                ? (null, null, "the address is too long")
                : (Encoding.UTF8.GetString(_head.GetBuffer(), 0, (int)_head.Length), null, null);
        }

        if (_base64 is null)
        {
            BeginBase64();
        }

        return _base64!.Complete() is { Length: > 0 } file ? (null, file, null) : (null, null, "neither Base64 nor an address");
    }

    public void Dispose()
    {
        _base64?.Dispose();
        _head.Dispose();
    }

    private bool LooksLikeUrl()
    {
        var start = _head.GetBuffer().AsSpan(0, (int)_head.Length);
        return start.StartsWith("http://"u8) || start.StartsWith("https://"u8);
    }

    private void BeginBase64()
    {
        _base64 = new Base64Sink(spool);
        _base64.Write(_head.GetBuffer().AsSpan(0, (int)_head.Length));
    }
}
