using SkinEnhance.Emulator.Files;

namespace SkinEnhance.Emulator.Http;

/// <summary>
/// Separates a JSON body's <c>image</c> from the rest as the bytes arrive: a JSON reader would want the whole string, some hundred
/// megabytes of Base64, in memory at once.
/// </summary>
/// <remarks>The rest, with an empty string where the image was, is left to a real parser; this one only finds the strings.</remarks>
internal sealed class JsonImageScanner(SpoolFolder spool) : IDisposable
{
    private const int MaxRestBytes = 1024 * 1024;
    private readonly MemoryStream rest = new();
    private readonly MemoryStream key = new();
    private readonly List<ImageTextSink> images = [];
    private readonly byte[] escape = new byte[6];
    private int escapeLength;
    private int depth;
    private bool keyComes;
    private Place place;

    private enum Place
    {
        Outside,
        Key,
        Value,
        Image,
    }

    /// <summary>Whether the rest grew past what any real request has.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>The body without its image.</summary>
    public ReadOnlyMemory<byte> Rest => rest.GetBuffer().AsMemory(0, (int)rest.Length);

    /// <summary>The images, in their order; more than one when the member was repeated.</summary>
    public IReadOnlyList<ImageTextSink> Images => images;

    public void Write(ReadOnlySpan<byte> json)
    {
        while (json.Length > 0)
        {
            var used = place switch
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
        images.ForEach(image => image.Dispose());
        rest.Dispose();
        key.Dispose();
    }

    private int Outside(byte next)
    {
        Keep(next);
        switch (next)
        {
            case (byte)'{' or (byte)'[':
                depth++;
                keyComes = depth == 1 && next == '{';
                break;
            case (byte)'}' or (byte)']':
                depth--;
                break;
            case (byte)':':
                keyComes = false;
                break;
            case (byte)',':
                keyComes = depth == 1;
                break;
            case (byte)'"':
                Begin();
                break;
        }

        return 1;
    }

    private void Begin()
    {
        if (depth == 1 && keyComes)
        {
            key.SetLength(0);
            place = Place.Key;
        }
        else if (depth == 1 && key.GetBuffer().AsSpan(0, (int)key.Length).SequenceEqual("image"u8))
        {
            images.Add(new ImageTextSink(spool));
            place = Place.Image;
        }
        else
        {
            place = Place.Value;
        }
    }

    private int InString(byte next)
    {
        Keep(next);
        if (escapeLength > 0)
        {
            escapeLength = 0;
        }
        else if (next == '\\')
        {
            escapeLength = 1;
        }
        else if (next == '"')
        {
            place = Place.Outside;
            return 1;
        }

        if (place == Place.Key)
        {
            key.WriteByte(next);
        }

        return 1;
    }

    private int InImage(ReadOnlySpan<byte> json)
    {
        var image = images[^1];
        if (escapeLength > 0)
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
            place = Place.Outside;
        }
        else
        {
            escape[0] = (byte)'\\';
            escapeLength = 1;
        }

        return special + 1;
    }

    // Some serializers write + as \u002B and / as \/, both of which Base64 is full of.
    private void Unescape(byte next, ImageTextSink image)
    {
        escape[escapeLength++] = next;
        if (escape[1] != 'u')
        {
            image.Write(next is (byte)'/' or (byte)'"' or (byte)'\\' ? [next] : "\n"u8);
            escapeLength = 0;
        }
        else if (escapeLength == escape.Length)
        {
            // Neither Base64 nor an address has a character beyond ASCII; the line break makes either invalid.
            var isHex = System.Buffers.Text.Utf8Parser.TryParse(escape.AsSpan(2), out ushort code, out var used, 'x') && used == 4;
            image.Write(isHex && code < 0x80 ? [(byte)code] : "\n"u8);
            escapeLength = 0;
        }
    }

    private void Keep(byte next)
    {
        if (rest.Length < MaxRestBytes)
        {
            rest.WriteByte(next);
        }
        else
        {
            IsTooLarge = true;
        }
    }
}
