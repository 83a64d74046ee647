using System.Text.Json.Nodes;

namespace SkinEnhance.Emulator.Http;

/// <summary>A response before it is sent.</summary>
/// <param name="Status">The HTTP status.</param>
internal sealed record Response(int Status)
{
    public Content Content { get; init; } = Content.Empty;

    public string? ContentType { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether this is a stored response to an earlier request.</summary>
    public bool IsReplay { get; init; }

    public static Response Json(int status, JsonNode body) => new(status)
    {
        Content = Content.FromText(body.ToJsonString()),
        ContentType = "application/json; charset=utf-8",
    };

    public static Response Text(int status, string text) => new(status)
    {
        Content = Content.FromText(text),
        ContentType = "text/plain; charset=utf-8",
    };

    public Response WithHeader(string name, string value) =>
        this with { Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase) { [name] = value } };
}
