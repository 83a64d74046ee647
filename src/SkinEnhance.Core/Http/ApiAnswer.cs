using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace SkinEnhance.Core.Http;

/// <summary>An answer of a provider, read up to a bound.</summary>
internal sealed class ApiAnswer(int status, HttpResponseHeaders headers, ReadOnlyMemory<byte> body, bool isWhole)
{
    internal int Status => status;

    internal bool IsSuccess => status is >= 200 and <= 299;

    internal bool IsRedirect => status is >= 300 and <= 399;

    /// <summary>The body, or as much of it as came and is read.</summary>
    internal ReadOnlyMemory<byte> Body => body;

    /// <summary>Whether the body arrived to its end and within the bound.</summary>
    internal bool IsWhole => isWhole;

    internal string? Header(string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>A header that holds a number; null unless it is finite and at least 0.</summary>
    internal double? NumberHeader(string name) =>
        double.TryParse(Header(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number >= 0
            ? number
            : null;

    /// <summary>How long the provider asks to wait; both forms of the header are read, a date in the past is zero.</summary>
    internal TimeSpan? RetryAfter(DateTimeOffset now)
    {
        var header = headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - now);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>The beginning of the body as one line of plain text, for a message.</summary>
    internal string Excerpt()
    {
        const int Longest = 200;
        var text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 4 * Longest)]);
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var printable = string.Concat(line.Where(character => !char.IsControl(character)));
        return printable.Length <= Longest ? printable : printable[..Longest] + "…";
    }
}
