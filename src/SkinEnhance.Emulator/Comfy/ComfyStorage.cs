using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SkinEnhance.Emulator.Files;
using SkinEnhance.Emulator.Http;

namespace SkinEnhance.Emulator.Comfy;

/// <summary>Comfy's upload storage: a place is asked for, filled with a PUT and read with a GET, for 24 hours.</summary>
/// <remarks>Its addresses are signed in their query, as those of the usual stores are: whoever has one may use it, without a key.</remarks>
internal sealed class ComfyStorage(Uri address, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private readonly ConcurrentDictionary<string, StoredFile> _files = new(StringComparer.Ordinal);

    /// <summary>Makes a place for a file, or finds the one where the same file lies already.</summary>
    /// <param name="fileName">The file's name.</param>
    /// <param name="contentType">The media type it will be sent with.</param>
    /// <param name="fileHash">Its SHA-256, when the client tells it.</param>
    /// <returns>The answer's body.</returns>
    public JsonObject Reserve(string fileName, string contentType, string? fileHash)
    {
        var hash = fileHash?.ToLowerInvariant();
        var now = clock.GetUtcNow();
        var existing = _files.Values.FirstOrDefault(file => hash is not null && file.File?.Sha256 == hash && file.ExpiresAt > now);
        var place = existing ?? new StoredFile(Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"), fileName, contentType, hash, now + Lifetime);
        _files[place.Id] = place;
        return new JsonObject
        {
            ["upload_url"] = new Uri(address, $"/storage/upload/{place.Id}?signature={place.Signature}").AbsoluteUri,
            ["download_url"] = DownloadUrl(place).AbsoluteUri,
            ["expires_at"] = place.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["existing_file"] = existing is not null,
        };
    }

    /// <summary>The file behind one of this storage's own addresses.</summary>
    /// <param name="url">The address.</param>
    /// <returns>The file; <see langword="null"/> when nothing lies there.</returns>
    public SpooledFile? Find(Uri url) => Place(url.AbsolutePath, url.Query, "/storage/download/")?.File;

    /// <summary>Whether an address is one of this storage.</summary>
    /// <param name="url">The address.</param>
    /// <returns>Whether it is.</returns>
    public bool Owns(Uri url) => url.Authority == address.Authority && url.AbsolutePath.StartsWith("/storage/", StringComparison.Ordinal);

    public Answer Put(Exchange exchange)
    {
        if (Place(exchange.Seen.Path, exchange.Seen.Query, "/storage/upload/") is not { } place)
        {
            return Answer.Text(403, "No such place, a wrong signature, or it has expired.");
        }

        if (!string.Equals(exchange.Seen.ContentType, place.ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return Answer.Text(403, $"The place was signed for Content-Type '{place.ContentType}'.");
        }

        var file = exchange.Body.File!;
        if (place.DeclaredSha256 is { } declared && declared != file.Sha256)
        {
            return Answer.Text(400, "The bytes do not have the SHA-256 that was announced.");
        }

        _files[place.Id] = place with { File = file };
        return new Answer(200);
    }

    public Answer Get(Exchange exchange) =>
        Place(exchange.Seen.Path, exchange.Seen.Query, "/storage/download/") is { File: { } file } place
            ? new Answer(200) { Content = new Content(ContentPart.Range(file.Path, 0, file.Length)), ContentType = place.ContentType }
            : Answer.Text(404, "No such file, a wrong signature, or it has expired.");

    private StoredFile? Place(string path, string query, string prefix)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var id = path[prefix.Length..].Split('/')[0];
        return _files.TryGetValue(id, out var place) && query == $"?signature={place.Signature}" && place.ExpiresAt > clock.GetUtcNow() ? place : null;
    }

    private Uri DownloadUrl(StoredFile place) => new(address, $"/storage/download/{place.Id}/{Uri.EscapeDataString(place.FileName)}?signature={place.Signature}");
}

/// <summary>A place in the upload storage.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Signature">What its addresses must carry.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="ContentType">The media type the PUT must have.</param>
/// <param name="DeclaredSha256">The hash the bytes must have, in lower case, when it was told.</param>
/// <param name="ExpiresAt">When the place is gone.</param>
internal sealed record StoredFile(string Id, string Signature, string FileName, string ContentType, string? DeclaredSha256, DateTimeOffset ExpiresAt)
{
    /// <summary>The bytes, once they were sent.</summary>
    public SpooledFile? File { get; init; }
}
