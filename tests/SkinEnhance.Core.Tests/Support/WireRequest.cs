using System.Text;
using System.Text.Json;

namespace SkinEnhance.Core.Tests.Support;

/// <summary>One request as it came over the wire.</summary>
internal sealed class WireRequest(string method, string target, IReadOnlyDictionary<string, string> headers)
{
    internal string Method => method;

    /// <summary>The path with its query.</summary>
    internal string Target => target;

    internal IReadOnlyDictionary<string, string> Headers => headers;

    /// <summary>As much of the body as was read.</summary>
    internal byte[] Body { get; set; } = [];

    internal string Text => Encoding.Latin1.GetString(Body);

    internal JsonElement Json => JsonDocument.Parse(Body).RootElement;

    internal string? Header(string name) => headers.TryGetValue(name, out var value) ? value : null;
}
