using System.Globalization;
using System.Text;

namespace SkinEnhance.Core.Platform;

/// <summary>Creates addresses that are sent as they were written.</summary>
/// <remarks>Normalization rewrites <c>%7E</c> as <c>~</c> and resolves dot segments; a signed address would then not match its signature.</remarks>
internal static class ExactUri
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Creates an address from its text.</summary>
    /// <returns>The address; null when the text is not an absolute http or https address.</returns>
    internal static Uri? TryCreate(string? text)
    {
        if (text is null || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var usual) || (usual.Scheme != Uri.UriSchemeHttps && usual.Scheme != Uri.UriSchemeHttp))
        {
            return null;
        }

        text = text.Trim();
        var fragment = text.IndexOf('#', StringComparison.Ordinal);
        text = fragment < 0 ? text : text[..fragment];
        var path = PathStart(text);
        var rest = Escape(text[path..]);
        return Uri.TryCreate($"{text[..path]}{(rest.StartsWith('/') ? string.Empty : "/")}{rest}", AsWritten, out var exact) ? exact : usual;
    }

    /// <summary>An address for a request body: as it was written, with only invalid characters escaped.</summary>
    internal static string Text(Uri address) => (TryCreate(address.OriginalString) ?? address).OriginalString;

    /// <summary>Creates the target address of a redirect, which may be relative.</summary>
    /// <param name="current">The redirecting address.</param>
    /// <param name="location">The Location header.</param>
    /// <returns>The address; null when it is not an http or https address.</returns>
    internal static Uri? TryResolve(Uri current, string location)
    {
        location = location.Trim();
        if (location.Length == 0 || location.StartsWith('\\') || HasScheme(location))
        {
            return TryCreate(location);
        }

        if (location.StartsWith("//", StringComparison.Ordinal))
        {
            return TryCreate($"{current.Scheme}:{location}");
        }

        var path = current.AbsolutePath;
        var folder = path[..(path.LastIndexOf('/') + 1)];
        return TryCreate($"{current.Scheme}://{current.Authority}{location[0] switch
        {
            '/' => location,
            '?' => path + location,
            _ => folder + location,
        }}");
    }

    private static bool HasScheme(string text)
    {
        var colon = text.IndexOfAny([':', '/', '?', '#']);
        return colon > 0 && text[colon] == ':' && Uri.CheckSchemeName(text[..colon]);
    }

    private static int PathStart(string text)
    {
        var authority = text.IndexOf("//", StringComparison.Ordinal) + 2;
        var path = text.AsSpan(authority).IndexOfAny('/', '?', '\\');
        return path < 0 ? text.Length : authority + path;
    }

    // Quotes and angle brackets are escaped by every browser.
    private static bool IsPlain(char character) => character is > ' ' and < '\u007F' and not ('"' or '<' or '>');

    /// <summary>Escapes only invalid characters.</summary>
    private static string Escape(string text)
    {
        if (text.All(IsPlain))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 32);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (IsPlain((char)value))
            {
                escaped.Append((char)value);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            }
        }

        return escaped.ToString();
    }
}
