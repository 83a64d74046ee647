using System.Globalization;
using System.Text.Json;

namespace SkinEnhance.Core.Providers;

/// <summary>Reads JSON that may be anything: each question has an answer, or none, whatever the shape.</summary>
internal static class TolerantJson
{
    /// <summary>Parses a body; null when it is no JSON object.</summary>
    internal static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = JsonDocument.Parse(WithoutByteOrderMark(body));
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

    /// <summary>A member as a whole number, written as a number or as text; null when it is neither.</summary>
    internal static int? Whole(this JsonElement element, string name) =>
        int.TryParse(element.Text(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A member as a finite number, written as a number or as text; null when it is neither.</summary>
    internal static double? Number(this JsonElement element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The addresses in a member: one or a list, as text or as objects with a <c>url</c>. What is no http address is left out.</summary>
    internal static IReadOnlyList<Uri> Addresses(this JsonElement element, string name)
    {
        return element.Member(name) switch
        {
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(Address).OfType<Uri>()],
            { } single when Address(single) is { } address => [address],
            _ => [],
        };

        static Uri? Address(JsonElement item)
        {
            var text = item.ValueKind == JsonValueKind.String ? StringOf(item) : item.Text("url");
            return Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
                ? address
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

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? body[3..] : body;
}
