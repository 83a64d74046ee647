using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Providers;

/// <summary>Reads JSON that may be anything: each question has an answer, or none, whatever the shape.</summary>
internal static partial class TolerantJson
{
    private static readonly JsonDocumentOptions Loose = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Parses a body; null when it is no JSON object.</summary>
    internal static JsonDocument? Parse(ReadOnlyMemory<byte> body) => ParseObject(WithoutByteOrderMark(body), default);

    /// <summary>Parses a body that may miss the letter of JSON: UTF-16, comments, commas before a closing bracket, and NaN and Infinity, which are read
    /// as null. For successes alone: a refusal counts in the documented form only.</summary>
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

    /// <summary>The member of a name; null when there is none, or it is null, or this is no object.</summary>
    internal static JsonElement? Member(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
        }
        catch (InvalidOperationException)
        {
            // A name that is no valid text; the parser lets it pass.
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
            // Bytes that are no UTF-8.
            return null;
        }
    }

    /// <summary>A member as a finite number, written as a number or as text; null when it is neither.</summary>
    internal static double? Number(this JsonElement element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The addresses in a member: one or a list, as text or as objects with a <c>url</c> or <c>uri</c>. What is no http address is left out.</summary>
    /// <param name="element">The object.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="baseAddress">Where addresses without a host belong; null when they are left out too.</param>
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

            // A word in the place of an address is none.
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
            // Bytes that are no UTF-8, or half of a surrogate pair; the parser lets them pass.
            return null;
        }
    }

    /// <summary>The text of a body by its byte order mark, or by the zero beside its first character, which is of ASCII in JSON.</summary>
    private static string DecodeText(ReadOnlyMemory<byte> body) => (body.Span switch
    {
        [0xFF, 0xFE, ..] or [not 0, 0, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] or [0, not 0, ..] => Encoding.BigEndianUnicode,
        _ => Encoding.UTF8,
    }).GetString(body.Span).TrimStart('\uFEFF');

    // A string, whose words are its own, or a word for a number. The end of a string may be missing, so that no text is looked through twice.
    [GeneratedRegex("""
        "(?>[^"\\]+|\\.)*"?|[-+]?\b(?:nan|inf(?:inity)?)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NumberWord();

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? body[3..] : body;
}

/// <summary>The types that go into JSON, known at build time.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class WireJson : JsonSerializerContext;
