using System.Text;
using SkinEnhance.Emulator.Files;

namespace SkinEnhance.Emulator.Http;

/// <summary>Takes the text of a JSON body's <c>image</c>: an address is kept, anything else is decoded as Base64.</summary>
internal sealed class ImageTextSink(SpoolFolder spool) : IDisposable
{
    private const int MaxUrlLength = 8 * 1024;
    private readonly MemoryStream head = new();
    private Base64Sink? base64;

    public void Write(ReadOnlySpan<byte> text)
    {
        if (base64 is not null)
        {
            base64.Write(text);
            return;
        }

        head.Write(text);
        if (head.Length >= 8 && !LooksLikeUrl())
        {
            BeginBase64();
        }
    }

    /// <summary>Ends the value.</summary>
    /// <returns>The address, or the file, or neither and why.</returns>
    public (string? Url, SpooledFile? File, string? Error) Complete()
    {
        if (base64 is null && LooksLikeUrl())
        {
            return head.Length > MaxUrlLength
                ? (null, null, "the address is too long")
                : (Encoding.UTF8.GetString(head.GetBuffer(), 0, (int)head.Length), null, null);
        }

        if (base64 is null)
        {
            BeginBase64();
        }

        return base64!.Complete() is { Length: > 0 } file ? (null, file, null) : (null, null, "neither Base64 nor an address");
    }

    public void Dispose()
    {
        base64?.Dispose();
        head.Dispose();
    }

    private bool LooksLikeUrl()
    {
        var start = head.GetBuffer().AsSpan(0, (int)head.Length);
        return start.StartsWith("http://"u8) || start.StartsWith("https://"u8);
    }

    private void BeginBase64()
    {
        base64 = new Base64Sink(spool);
        base64.Write(head.GetBuffer().AsSpan(0, (int)head.Length));
    }
}
