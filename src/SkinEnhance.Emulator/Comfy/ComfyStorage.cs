using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SkinEnhance.Emulator.Files;
using SkinEnhance.Emulator.Http;

namespace SkinEnhance.Emulator.Comfy;

/// <summary>Comfy's upload storage: an upload slot is requested, filled with a PUT and read with a GET, for 24 hours.</summary>
/// <remarks>Its addresses have a signature in the query, which grants access without a key, as at common storage services.</remarks>
internal sealed class ComfyStorage(Uri address, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private readonly ConcurrentDictionary<string, StoredFile> _files = new(StringComparer.Ordinal);

    /// <summary>Creates an upload slot, or finds the one with the same file.</summary>
    /// <param name="fileName">The file's name.</param>
    /// <param name="contentType">The media type of the upload.</param>
    /// <param name="fileHash">The file's SHA-256; null when the client does not send it.</param>
    /// <returns>The response's body.</returns>
    public JsonObject Reserve(string fileName, string contentType, string? fileHash)
    {
        var hash = fileHash?.ToLowerInvariant();
        var now = clock.GetUtcNow();
        var existing = _files.Values.FirstOrDefault(file => hash is not null && file.File?.Sha256 == hash && file.ExpiresAt > now);
        var slot = existing ?? new StoredFile(Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"), fileName, contentType, hash, now + Lifetime);
        _files[slot.Id] = slot;
        return new JsonObject
        {
            ["upload_url"] = new Uri(address, $"/storage/upload/{slot.Id}?signature={slot.Signature}").AbsoluteUri,
            ["download_url"] = DownloadUrl(slot).AbsoluteUri,
            ["expires_at"] = slot.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["existing_file"] = existing is not null,
        };
    }

    /// <summary>Finds the file at one of this storage's addresses.</summary>
    /// <param name="url">The address.</param>
    /// <returns>The file; <see langword="null"/> when there is none.</returns>
    public SpooledFile? Find(Uri url) => Slot(url.AbsolutePath, url.Query, "/storage/download/")?.File;

    /// <summary>Whether an address belongs to this storage.</summary>
    /// <param name="url">The address.</param>
    /// <returns>True when it does.</returns>
    public bool Owns(Uri url) => url.Authority == address.Authority && url.AbsolutePath.StartsWith("/storage/", StringComparison.Ordinal);

    public Response Put(Exchange exchange)
    {
        if (Slot(exchange.Seen.Path, exchange.Seen.Query, "/storage/upload/") is not { } slot)
        {
            return Response.Text(403, "There is no such upload slot, the signature is wrong, or the slot has expired.");
        }

        if (!string.Equals(exchange.Seen.ContentType, slot.ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return Response.Text(403, $"The upload slot was signed for Content-Type '{slot.ContentType}'.");
        }

        var file = exchange.Body.File!;
        if (slot.DeclaredSha256 is { } declared && declared != file.Sha256)
        {
            return Response.Text(400, "The bytes do not have the declared SHA-256.");
        }

        _files[slot.Id] = slot with { File = file };
        return new Response(200);
    }

    public Response Get(Exchange exchange) =>
        Slot(exchange.Seen.Path, exchange.Seen.Query, "/storage/download/") is { File: { } file } slot
            ? new Response(200) { Content = new Content(ContentPart.Range(file.Path, 0, file.Length)), ContentType = slot.ContentType }
            : Response.Text(404, "There is no such file, the signature is wrong, or the file has expired.");

    private StoredFile? Slot(string path, string query, string prefix)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var id = path[prefix.Length..].Split('/')[0];
        return _files.TryGetValue(id, out var slot) && query == $"?signature={slot.Signature}" && slot.ExpiresAt > clock.GetUtcNow() ? slot : null;
    }

    private Uri DownloadUrl(StoredFile slot) => new(address, $"/storage/download/{slot.Id}/{Uri.EscapeDataString(slot.FileName)}?signature={slot.Signature}");
}

/// <summary>An upload slot in the storage.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Signature">The signature in its addresses.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="ContentType">The media type that the PUT must have.</param>
/// <param name="DeclaredSha256">The hash that the bytes must have, in lower case; null when the client did not send it.</param>
/// <param name="ExpiresAt">When it is deleted.</param>
internal sealed record StoredFile(string Id, string Signature, string FileName, string ContentType, string? DeclaredSha256, DateTimeOffset ExpiresAt)
{
    /// <summary>The bytes; null before the upload.</summary>
    public SpooledFile? File { get; init; }
}
