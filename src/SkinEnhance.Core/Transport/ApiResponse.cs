using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace SkinEnhance.Core.Transport;

/// <summary>A response of a provider, read up to a bound.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="headers">The headers.</param>
/// <param name="body">The body.</param>
/// <param name="isComplete">Whether the body arrived to its end and within the bound.</param>
/// <param name="secret">The key that was sent; a server may repeat it, a message may not.</param>
internal sealed partial class ApiResponse(int status, HttpResponseHeaders headers, ReadOnlyMemory<byte> body, bool isComplete, string secret)
{
    internal int Status => status;

    internal bool IsSuccess => status is >= 200 and <= 299;

    internal bool IsRedirect => status is >= 300 and <= 399;

    /// <summary>Whether it is an earlier response to the same idempotency key.</summary>
    internal bool IsReplayed => string.Equals(Header("Idempotent-Replayed"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The body, or as much of it as came and is read.</summary>
    internal ReadOnlyMemory<byte> Body => body;

    /// <summary>Whether the body arrived to its end and within the bound.</summary>
    internal bool IsComplete => isComplete;

    internal string? Header(string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>A header that holds a number; null unless it is finite and at least 0.</summary>
    internal double? NumberHeader(string name) =>
        double.TryParse(Header(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number >= 0
            ? number
            : null;

    /// <summary>The error to report when the response says nothing definite.</summary>
    internal string UnknownErrorId => status switch
    {
        408 or 502 or 503 or 504 => ErrorIds.ServiceUnavailable,
        429 => ErrorIds.RateLimited,
        >= 500 => ErrorIds.ProviderFailed,
        _ => ErrorIds.AnswerNotUnderstood,
    };

    /// <summary>How long the provider asked to wait when the response arrived, see <see cref="RetryAfterHeader"/>; null when it did not.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's base address, to which addresses without a host belong; null where they are not taken.</summary>
    internal Uri? BaseAddress { get; init; }

    /// <summary>The beginning of the body as one line of plain text, for a message.</summary>
    internal string Excerpt() => Show(Encoding.UTF8.GetString(body.Span), longest: 200);

    /// <summary>Words of the provider as one bounded line of plain text without the key and without the queries of addresses, for a message.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    internal string? Show(string? text, int longest = 500)
    {
        if (text is null)
        {
            return null;
        }

        // What is taken out is looked for in the line as it is shown, and before it is cut: of half a key nobody can tell what it is.
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var open = SecretText.Redact(string.Concat(line.Where(character => !char.IsControl(character))), secret);

        // A query may be the signature that opens an address, that of the stored image among them.
        open = Query().Replace(open, "?***");
        return open.Length <= longest ? open : open[..longest] + "…";
    }

    [GeneratedRegex("""(?<=https?:[^\s"'<>?]+)\?[^\s"'<>]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Query();
}
