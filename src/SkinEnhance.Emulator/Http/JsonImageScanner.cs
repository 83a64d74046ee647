using SkinEnhance.Emulator.Files;

namespace SkinEnhance.Emulator.Http;

/// <summary>
/// Separates a JSON body's <c>image</c> from the rest as the bytes arrive: a JSON reader would need the whole string, hundreds of megabytes
/// of Base64, in memory.
/// </summary>
/// <remarks>This scanner only finds the strings; the rest, with an empty string in place of the image, is then parsed as JSON.</remarks>
internal sealed class JsonImageScanner(SpoolFolder spool) : IDisposable
{
    private const int MaxRestBytes = 1024 * 1024;
    private readonly MemoryStream _rest = new();
    private readonly MemoryStream _key = new();
    private readonly List<ImageTextSink> _images = [];
    private readonly byte[] _escape = new byte[6];
    private int _escapeLength;
    private int _depth;
    private bool _keyComes;
    private Place _place;

    private enum Place
    {
        Outside,
        Key,
        Value,
        Image,
    }

    /// <summary>Whether the rest is larger than that of any valid request.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>The body without its image.</summary>
    public ReadOnlyMemory<byte> Rest => _rest.GetBuffer().AsMemory(0, (int)_rest.Length);

    /// <summary>The images, in their order; more than one when the member is repeated.</summary>
    public IReadOnlyList<ImageTextSink> Images => _images;

    public void Write(ReadOnlySpan<byte> json)
    {
        while (json.Length > 0)
        {
            var used = _place switch
            {
                Place.Outside => Outside(json[0]),
                Place.Image => InImage(json),
                _ => InString(json[0]),
            };
            json = json[used..];
        }
    }

    public void Dispose()
    {
        _images.ForEach(image => image.Dispose());
        _rest.Dispose();
        _key.Dispose();
    }

    private int Outside(byte next)
    {
        Keep(next);
        switch (next)
        {
            case (byte)'{' or (byte)'[':
                _depth++;
                _keyComes = _depth == 1 && next == '{';
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                break;
            case (byte)':':
                _keyComes = false;
                break;
            case (byte)',':
                _keyComes = _depth == 1;
                break;
            case (byte)'"':
                Begin();
                break;
        }

        return 1;
    }

    private void Begin()
    {
        if (_depth == 1 && _keyComes)
        {
            _key.SetLength(0);
            _place = Place.Key;
        }
        else if (_depth == 1 && _key.GetBuffer().AsSpan(0, (int)_key.Length).SequenceEqual("image"u8))
        {
            _images.Add(new ImageTextSink(spool));
            _place = Place.Image;
        }
        else
        {
            _place = Place.Value;
        }
    }

    private int InString(byte next)
    {
        Keep(next);
        if (_escapeLength > 0)
        {
            _escapeLength = 0;
        }
        else if (next == '\\')
        {
            _escapeLength = 1;
        }
        else if (next == '"')
        {
            _place = Place.Outside;
            return 1;
        }

        if (_place == Place.Key)
        {
            _key.WriteByte(next);
        }

        return 1;
    }

    private int InImage(ReadOnlySpan<byte> json)
    {
        var image = _images[^1];
        if (_escapeLength > 0)
        {
            Unescape(json[0], image);
            return 1;
        }

        var special = json.IndexOfAny((byte)'"', (byte)'\\');
        image.Write(special < 0 ? json : json[..special]);
        if (special < 0)
        {
            return json.Length;
        }

        if (json[special] == '"')
        {
            Keep((byte)'"');
            _place = Place.Outside;
        }
        else
        {
            _escape[0] = (byte)'\\';
            _escapeLength = 1;
        }

        return special + 1;
    }

    // Some serializers write + as \u002B and / as \/; both are frequent in Base64.
    private void Unescape(byte next, ImageTextSink image)
    {
        _escape[_escapeLength++] = next;
        if (_escape[1] != 'u')
        {
            image.Write(next is (byte)'/' or (byte)'"' or (byte)'\\' ? [next] : "\n"u8);
            _escapeLength = 0;
        }
        else if (_escapeLength == _escape.Length)
        {
            // Neither Base64 nor an address has non-ASCII characters; the line break makes either invalid.
            var isHex = System.Buffers.Text.Utf8Parser.TryParse(_escape.AsSpan(2), out ushort code, out var used, 'x') && used == 4;
            image.Write(isHex && code < 0x80 ? [(byte)code] : "\n"u8);
            _escapeLength = 0;
        }
    }

    private void Keep(byte next)
    {
        if (_rest.Length < MaxRestBytes)
        {
            _rest.WriteByte(next);
        }
        else
        {
            IsTooLarge = true;
        }
    }
}
