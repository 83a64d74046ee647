using System.Text;
using System.Text.Json;

namespace SkinEnhance.Testing;

/// <summary>One request as it was received.</summary>
public sealed class WireRequest(string method, string target, IReadOnlyDictionary<string, string> headers)
{
    public string Method => method;

    /// <summary>The path with its query.</summary>
    public string Target => target;

    public IReadOnlyDictionary<string, string> Headers => headers;

    /// <summary>The part of the body that was read.</summary>
    public byte[] Body { get; set; } = [];

    public string Text => Encoding.Latin1.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Header(string name) => headers.TryGetValue(name, out var value) ? value : null;
}
