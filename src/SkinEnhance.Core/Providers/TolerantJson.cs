using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Providers;

/// <summary>Reads JSON of any shape: each method returns a value or null, and does not throw.</summary>
internal static partial class TolerantJson
{
    private static readonly JsonDocumentOptions Loose = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Parses a body; null when it is not a JSON object.</summary>
    internal static JsonDocument? Parse(ReadOnlyMemory<byte> body) => ParseObject(WithoutByteOrderMark(body), default);

    /// <summary>Parses a body that may deviate from JSON: UTF-16, comments, commas before a closing bracket, and NaN and Infinity, which are read
    /// as null. For successes only: a refusal counts only in the documented form.</summary>
    internal static JsonDocument? ParseLoose(ReadOnlyMemory<byte> body) =>
        Parse(body) ?? ParseObject(
            Encoding.UTF8.GetBytes(NumberWord().Replace(DecodeText(body), static match => match.ValueSpan[0] == '"' ? match.Value : "null")), Loose);

    private static JsonDocument? ParseObject(ReadOnlyMemory<byte> body, JsonDocumentOptions options)
    {
        try
        {
            var document = JsonDocument.Parse(body, options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member by name; null when there is none, when it is null, or when this is not an object.</summary>
    internal static JsonElement? Member(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
        }
        catch (InvalidOperationException)
        {
            // A name that is not valid text; the parser accepts it.
            return null;
        }
    }

    /// <summary>A member as text, numbers included; null when there is none or it is empty.</summary>
    internal static string? Text(this JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text when StringOf(text) is { Length: > 0 } value => value,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>A member as it is written; null when there is none.</summary>
    internal static string? Raw(this JsonElement element, string name)
    {
        try
        {
            return element.Member(name)?.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // Bytes that are not UTF-8.
            return null;
        }
    }

    /// <summary>A member as a finite number, written as a number or as text; null otherwise.</summary>
    internal static double? Number(this JsonElement element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The addresses in a member: one or a list, as text or as objects with a <c>url</c> or <c>uri</c>. Only http and https addresses are returned.</summary>
    /// <param name="element">The object.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="baseAddress">The base of relative addresses; null to ignore them.</param>
    internal static IReadOnlyList<Uri> Addresses(this JsonElement element, string name, Uri? baseAddress)
    {
        return element.Member(name) switch
        {
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(Address).OfType<Uri>()],
            { } single when Address(single) is { } address => [address],
            _ => [],
        };

        Uri? Address(JsonElement item)
        {
            var text = (item.ValueKind == JsonValueKind.String ? StringOf(item) : item.Text("url") ?? item.Text("uri"))?.Trim();
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp))
            {
                return address;
            }

            // A single word is not an address.
            return text is not null && baseAddress is not null && text.AsSpan().ContainsAny('/', '.') && !text.Any(char.IsWhiteSpace)
                ? ExactUri.TryResolve(baseAddress, text)
                : null;
        }
    }

    private static string? StringOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // Bytes that are not UTF-8, or half of a surrogate pair; the parser accepts them.
            return null;
        }
    }

    /// <summary>The text of a body by its byte order mark, or by the zero byte next to its first character, which is ASCII in JSON.</summary>
    private static string DecodeText(ReadOnlyMemory<byte> body) => (body.Span switch
    {
        [0xFF, 0xFE, ..] or [not 0, 0, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] or [0, not 0, ..] => Encoding.BigEndianUnicode,
        _ => Encoding.UTF8,
    }).GetString(body.Span).TrimStart('\uFEFF');

    // A string, which is kept, or a word for a number. The end of a string may be missing, so that no text is scanned twice.
    [GeneratedRegex("""
        "(?>[^"\\]+|\\.)*"?|[-+]?\b(?:nan|inf(?:inity)?)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NumberWord();

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? body[3..] : body;
}

/// <summary>The types that are written as JSON, for source generation.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class WireJson : JsonSerializerContext;
