using System.Collections.Concurrent;
using SkinEnhance.Emulator.Http;
using SkinEnhance.Emulator.Images;

namespace SkinEnhance.Emulator.Files;

/// <summary>The results of all tasks, each at a signed address, as at the providers.</summary>
internal sealed class ResultStore(Uri address, TimeProvider clock, TimeSpan? lifetime)
{
    private readonly ConcurrentDictionary<string, ResultFile> _files = new(StringComparer.Ordinal);

    /// <summary>Adds a result.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="from">When it becomes available.</param>
    /// <param name="image">The file.</param>
    /// <param name="source">The source image; <see langword="null"/> for one at an external address.</param>
    /// <returns>Its address.</returns>
    public Uri Add(string provider, DateTimeOffset from, NotedImage image, SpooledFile? source)
    {
        var path = $"/results/{Guid.NewGuid():N}/result{image.Extension}";

        // Like real signatures, it has characters that a client must not normalize.
        var signature = $"{Guid.NewGuid():N}%7E%2D%2b+%3D";
        _files[path] = new ResultFile(provider, from, signature, image, source);
        return new Uri($"{address.GetLeftPart(UriPartial.Authority)}{path}?signature={signature}");
    }

    /// <summary>Whether the results of a task have expired.</summary>
    /// <param name="completedAt">When the task completed.</param>
    /// <returns>True when they have.</returns>
    public bool IsExpired(DateTimeOffset completedAt) => lifetime is { } life && clock.GetUtcNow() > completedAt + life;

    /// <summary>Whether an address belongs to a result of the emulator, which the services can download like any public address.</summary>
    public bool Owns(Uri url) => url.Authority == address.Authority && url.AbsolutePath.StartsWith("/results/", StringComparison.Ordinal);

    /// <summary>Finds a result by its full address.</summary>
    /// <returns>The result; <see langword="null"/> when it is not available yet, has expired, or the signature is wrong.</returns>
    public ResultFile? Find(Uri url) =>
        _files.TryGetValue(url.AbsolutePath, out var file) && url.OriginalString.EndsWith($"?signature={file.Signature}", StringComparison.Ordinal) && clock.GetUtcNow() >= file.From && !IsExpired(file.From)
            ? file
            : null;

    public Response Get(Exchange exchange)
    {
        if (!_files.TryGetValue(exchange.Seen.Path, out var file) || clock.GetUtcNow() < file.From)
        {
            return Response.Text(404, "There is no such result.");
        }

        if (exchange.Seen.Query != $"?signature={file.Signature}")
        {
            return Response.Text(403, "The address has no signature, or a wrong one.");
        }

        if (IsExpired(file.From))
        {
            return Response.Text(file.Provider == ProviderNames.AILab ? 410 : 404, "The result has expired.");
        }

        return new Response(200) { Content = file.Image.Content, ContentType = file.Image.MediaType };
    }
}

/// <summary>A result that can be downloaded.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="From">When it becomes available.</param>
/// <param name="Signature">The signature in the address's query.</param>
/// <param name="Image">The file.</param>
/// <param name="Source">The source image; <see langword="null"/> for one at an external address.</param>
internal sealed record ResultFile(string Provider, DateTimeOffset From, string Signature, NotedImage Image, SpooledFile? Source);
