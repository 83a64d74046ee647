using System.Globalization;
using System.Text;

namespace SkinEnhance.Core.Transport;

/// <summary>Removes a key from text of a server.</summary>
internal static class SecretText
{
    // A shorter text is not a secret, and removing it would leave gaps in ordinary words.
    private const int ShortestSecret = 4;

    // From this length on, the beginning of a key reveals part of it; "comfyui-" alone does not.
    private const int ShortestPart = 12;

    /// <summary>Replaces a key, and every beginning of it that is long enough to matter, with <c>***</c>.</summary>
    /// <param name="text">The text. It must not be shortened yet: part of a key cannot be distinguished from other words.</param>
    /// <param name="secret">The key, of printable ASCII characters. It is found unchanged, in any case, escaped as in JSON, and encoded as in an
    /// address or in HTML, each once or several times.</param>
    /// <returns>The text without the key.</returns>
    internal static string Redact(string text, string secret)
    {
        if (secret.Length < ShortestSecret)
        {
            return text;
        }

        var open = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var length = MatchLength(text, at, secret);
            open.Append(length > 0 ? "***" : text.AsSpan(at, 1));
            at += Math.Max(length, 1);
        }

        return open.ToString();
    }

    /// <summary>The length of the key, or of a beginning of it, at a position of the text; 0 when it is too short to matter.</summary>
    private static int MatchLength(string text, int start, string secret)
    {
        // A character such as '%' is itself or the beginning of a code, so several positions are possible at a time.
        List<int> positions = [start];
        var matched = 0;
        var end = start;
        while (matched < secret.Length)
        {
            List<int> next = [.. positions.SelectMany(position => Ends(text, position, secret[matched])).Distinct()];
            if (next.Count == 0)
            {
                break;
            }

            matched++;
            end = next.Max();
            positions = next;
        }

        return matched >= Math.Min(ShortestPart, secret.Length) ? end - start : 0;
    }

    /// <summary>The end positions of one character of the key, in each form in which it may be written at a position.</summary>
    private static IEnumerable<int> Ends(string text, int at, char wanted)
    {
        if (at >= text.Length)
        {
            yield break;
        }

        if (Same(text[at], wanted))
        {
            yield return at + 1;
        }

        IEnumerable<(char Character, int End)> codes = text[at] switch
        {
            '\\' => [JsonEscape(text, at)],
            '%' => UrlCodes(text, at),
            '&' => [HtmlCode(text, at)],
            _ => [],
        };
        foreach (var (character, end) in codes)
        {
            if (end > at && Same(character, wanted))
            {
                yield return end;
            }
        }
    }

    private static bool Same(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);

    /// <summary>Reads <c>\/</c> or <c>\u002f</c>, with any number of backslashes: JSON may be nested in JSON.</summary>
    private static (char Character, int End) JsonEscape(string text, int at)
    {
        while (at < text.Length && text[at] == '\\')
        {
            at++;
        }

        return at >= text.Length
            ? ('\\', at)
            : text[at] is 'u' or 'U' && Number(text, at + 1, at + 5) is { } code
                ? ((char)code, at + 5)
                : text[at] is var character && char.IsAsciiLetterOrDigit(character)
                    ? ('\\', at)
                    : (character, at + 1);
    }

    /// <summary>Reads <c>%2f</c>, encoded any number of times: <c>%252f</c> is <c>%2f</c> or the character that <c>%2f</c> encodes.</summary>
    private static IEnumerable<(char Character, int End)> UrlCodes(string text, int at)
    {
        for (var digits = at + 1; Number(text, digits, digits + 2) is { } code; digits += 2)
        {
            yield return ((char)code, digits + 2);
            if (code != '%')
            {
                break;
            }
        }
    }

    /// <summary>Reads <c>&amp;#47;</c>, <c>&amp;#x2f;</c> or <c>&amp;amp;</c>.</summary>
    private static (char Character, int End) HtmlCode(string text, int at)
    {
        const int LongestName = 8;
        var end = text.IndexOf(';', at, Math.Min(LongestName + 2, text.Length - at));
        return end > at && System.Net.WebUtility.HtmlDecode(text[at..(end + 1)]) is { Length: 1 } character ? (character[0], end + 1) : default;
    }

    private static int? Number(string text, int from, int to) =>
        to <= text.Length && int.TryParse(text.AsSpan(from, to - from), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
