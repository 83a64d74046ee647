using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace SkinEnhance.Core.Transport;

/// <summary>A response of a provider, read up to a size limit.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="headers">The headers.</param>
/// <param name="body">The body.</param>
/// <param name="isComplete">Whether the body is complete and within the limit.</param>
/// <param name="secret">The key that was sent; a server may repeat it, a message must not.</param>
internal sealed partial class ApiResponse(int status, HttpResponseHeaders headers, ReadOnlyMemory<byte> body, bool isComplete, string secret)
{
    internal int Status => status;

    internal bool IsSuccess => status is >= 200 and <= 299;

    internal bool IsRedirect => status is >= 300 and <= 399;

    /// <summary>Whether it is an earlier response to the same idempotency key.</summary>
    internal bool IsReplayed => string.Equals(Header("Idempotent-Replayed"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The body, or the part of it that was received and read.</summary>
    internal ReadOnlyMemory<byte> Body => body;

    /// <summary>Whether the body is complete and within the limit.</summary>
    internal bool IsComplete => isComplete;

    internal string? Header(string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>A numeric header; null unless it is finite and at least 0.</summary>
    internal double? NumberHeader(string name) =>
        double.TryParse(Header(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number >= 0
            ? number
            : null;

    /// <summary>The error id for a response of unclear meaning.</summary>
    internal string UnknownErrorId => status switch
    {
        408 or 502 or 503 or 504 => ErrorIds.ServiceUnavailable,
        429 => ErrorIds.RateLimited,
        >= 500 => ErrorIds.ProviderFailed,
        _ => ErrorIds.AnswerNotUnderstood,
    };

    /// <summary>The Retry-After when the response was received, see <see cref="RetryAfterHeader"/>; null when it has none.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's base address, for relative addresses of results; null when relative ones are not accepted.</summary>
    internal Uri? BaseAddress { get; init; }

    /// <summary>The beginning of the body as one line of plain text, for a message.</summary>
    internal string Excerpt() => Show(Encoding.UTF8.GetString(body.Span), longest: 200);

    /// <summary>Text of the provider as one line of plain text of limited length, without the key and without queries of addresses, for a message.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    internal string? Show(string? text, int longest = 500)
    {
        if (text is null)
        {
            return null;
        }

        // Secrets are removed from the line as it is shown, and before it is shortened: part of a key cannot be identified.
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var open = SecretText.Redact(string.Concat(line.Where(character => !char.IsControl(character))), secret);

        // A query may be the signature that grants access to an address, such as that of the stored image.
        open = Query().Replace(open, "?***");
        return open.Length <= longest ? open : open[..longest] + "…";
    }

    [GeneratedRegex("""(?<=https?:[^\s"'<>?]+)\?[^\s"'<>]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Query();
}
