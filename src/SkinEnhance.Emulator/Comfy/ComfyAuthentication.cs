using SkinEnhance.Emulator.Http;

namespace SkinEnhance.Emulator.Comfy;

/// <summary>Comfy's two headers for keys, as in Comfy's own client: one for API keys, one for tokens.</summary>
internal sealed class ComfyAuthentication(string key)
{
    private const string ApiKeyPrefix = "comfyui-";

    /// <summary>Validates a request's key.</summary>
    /// <param name="exchange">The request.</param>
    /// <returns>The error; <see langword="null"/> for none.</returns>
    public string? FindError(Exchange exchange)
    {
        var apiKey = exchange.Header("X-API-Key");
        var token = exchange.Header("Authorization");
        if (key.StartsWith(ApiKeyPrefix, StringComparison.Ordinal))
        {
            return (apiKey, token) switch
            {
                (null, null) => "No key: X-API-Key is missing.",
                (null, _) => "A key that starts with comfyui- must be in X-API-Key.",
                _ => apiKey == key ? null : "The key in X-API-Key is not valid.",
            };
        }

        return (apiKey, token) switch
        {
            (_, null) => "No token: Authorization is missing.",
            _ => token == $"Bearer {key}" ? null : "The token in Authorization is not valid, or not a Bearer token.",
        };
    }
}
