using System.Collections.Concurrent;
using SkinEnhance.Emulator.Http;
using SkinEnhance.Emulator.Images;

namespace SkinEnhance.Emulator.Files;

/// <summary>The results of all tasks, each under an address that carries its own permission, as the providers' signed ones do.</summary>
internal sealed class ResultStore(Uri address, TimeProvider clock, TimeSpan? lifetime)
{
    private readonly ConcurrentDictionary<string, ResultFile> _files = new(StringComparer.Ordinal);

    /// <summary>Adds a result.</summary>
    /// <param name="provider">Whose it is.</param>
    /// <param name="from">When it appears.</param>
    /// <param name="image">The file.</param>
    /// <param name="source">The image that it was made of; <see langword="null"/> for one that is not here.</param>
    /// <returns>Its address.</returns>
    public Uri Add(string provider, DateTimeOffset from, NotedImage image, SpooledFile? source)
    {
        var path = $"/results/{Guid.NewGuid():N}/result{image.Extension}";

        // As real ones do, it holds letters that a client must not put into another form.
        var signature = $"{Guid.NewGuid():N}%7E%2D%2b+%3D";
        _files[path] = new ResultFile(provider, from, signature, image, source);
        return new Uri($"{address.GetLeftPart(UriPartial.Authority)}{path}?signature={signature}");
    }

    /// <summary>Whether results of this age are gone.</summary>
    /// <param name="completedAt">When the task completed.</param>
    /// <returns>Whether they are.</returns>
    public bool IsExpired(DateTimeOffset completedAt) => lifetime is { } life && clock.GetUtcNow() > completedAt + life;

    /// <summary>Whether an address is one of a result here, which the services can fetch themselves as they would any public one.</summary>
    public bool Owns(Uri url) => url.Authority == address.Authority && url.AbsolutePath.StartsWith("/results/", StringComparison.Ordinal);

    /// <summary>Finds a result by its whole address.</summary>
    /// <returns>The result; <see langword="null"/> when it is not there yet, not there any more, or the signature is wrong.</returns>
    public ResultFile? Find(Uri url) =>
        _files.TryGetValue(url.AbsolutePath, out var file) && url.OriginalString.EndsWith($"?signature={file.Signature}", StringComparison.Ordinal) && clock.GetUtcNow() >= file.From && !IsExpired(file.From)
            ? file
            : null;

    public Answer Get(Exchange exchange)
    {
        if (!_files.TryGetValue(exchange.Seen.Path, out var file) || clock.GetUtcNow() < file.From)
        {
            return Answer.Text(404, "No such result.");
        }

        if (exchange.Seen.Query != $"?signature={file.Signature}")
        {
            return Answer.Text(403, "The address's signature is missing or was changed.");
        }

        if (IsExpired(file.From))
        {
            return Answer.Text(file.Provider == ProviderNames.AILab ? 410 : 404, "The result has expired.");
        }

        return new Answer(200) { Content = file.Image.Content, ContentType = file.Image.MediaType };
    }
}

/// <summary>A result that can be downloaded.</summary>
/// <param name="Provider">Whose it is.</param>
/// <param name="From">When it appears.</param>
/// <param name="Signature">What the address's query must carry, as signed addresses do.</param>
/// <param name="Image">The file.</param>
/// <param name="Source">The image that it was made of; <see langword="null"/> for one that is not here.</param>
internal sealed record ResultFile(string Provider, DateTimeOffset From, string Signature, NotedImage Image, SpooledFile? Source);
