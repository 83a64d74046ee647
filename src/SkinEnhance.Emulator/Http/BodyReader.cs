using System.Text;
using System.Text.Json;
using SkinEnhance.Emulator.Files;

namespace SkinEnhance.Emulator.Http;

/// <summary>Reads a request's body to its end, the image into the spool and the rest into memory.</summary>
internal sealed class BodyReader(SpoolFolder spool)
{
    private const int MaxTextPartBytes = 64 * 1024;

    public async Task<RequestBody> ReadAsync(BodyKind kind, string? contentType, MeteredStream input, CancellationToken cancellationToken)
    {
        var body = kind switch
        {
            BodyKind.Json => await ReadJsonAsync(input, cancellationToken).ConfigureAwait(false),
            BodyKind.Multipart => await ReadMultipartAsync(contentType, input, cancellationToken).ConfigureAwait(false),
            BodyKind.File => await ReadFileAsync(input, cancellationToken).ConfigureAwait(false),
            _ => RequestBody.None,
        };
        await input.DrainAsync(cancellationToken).ConfigureAwait(false);
        return body with { Sha256 = input.Sha256() };
    }

    private async Task<RequestBody> ReadFileAsync(MeteredStream input, CancellationToken cancellationToken)
    {
        using var writer = spool.Create();
        await PumpAsync(input, bytes => writer.Write(bytes.Span), cancellationToken).ConfigureAwait(false);
        return new RequestBody { File = writer.Complete() };
    }

    private async Task<RequestBody> ReadJsonAsync(MeteredStream input, CancellationToken cancellationToken)
    {
        using var scanner = new JsonImageScanner(spool);
        await PumpAsync(input, bytes => scanner.Write(bytes.Span), cancellationToken).ConfigureAwait(false);
        if (scanner.IsTooLarge)
        {
            return new RequestBody { Error = "the body is too large apart from its image" };
        }

        List<KeyValuePair<string, JsonElement>> members;
        try
        {
            using var document = JsonDocument.Parse(scanner.Rest);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new RequestBody { Error = "the body is not a JSON object" };
            }

            members = [.. document.RootElement.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value.Clone()))];
        }
        catch (JsonException)
        {
            return new RequestBody { Error = "the body is not JSON" };
        }

        var images = members.Where(member => member.Key == "image").ToList();
        var body = new RequestBody { JsonFields = [.. members.Where(member => member.Key != "image")], HasImage = images.Count > 0 };
        if (images.Count > 1)
        {
            return body with { Error = "image is specified twice" };
        }

        if (images.Count == 1 && scanner.Images.Count != 1)
        {
            return body with { ImageError = "must be a string" };
        }

        if (images.Count == 0)
        {
            return body;
        }

        var (url, file, error) = scanner.Images[0].Complete();
        return body with { ImageUrl = url, File = file, ImageError = error };
    }

    private async Task<RequestBody> ReadMultipartAsync(string? contentType, MeteredStream input, CancellationToken cancellationToken)
    {
        if (MultipartReader.BoundaryOf(contentType) is not { } boundary)
        {
            return new RequestBody { Error = "the body is not multipart/form-data with a boundary" };
        }

        var reader = new MultipartReader(input, boundary);
        var fields = new List<KeyValuePair<string, string>>();
        var body = new RequestBody { FormFields = fields };
        try
        {
            while (await reader.NextAsync(cancellationToken).ConfigureAwait(false) is { } part)
            {
                if (part.FileName is null)
                {
                    fields.Add(KeyValuePair.Create(part.Name, await ReadTextAsync(reader, cancellationToken).ConfigureAwait(false)));
                }
                else if (part.Name == "image" && !body.HasImage)
                {
                    var file = await ReadPartAsync(reader, cancellationToken).ConfigureAwait(false);
                    body = body with { HasImage = true, File = file, PartFileName = part.FileName, PartContentType = part.ContentType };
                }
                else
                {
                    await reader.ReadBodyAsync(_ => { }, cancellationToken).ConfigureAwait(false);
                    body = body with { Error = $"the file part '{part.Name}' is unknown or specified twice" };
                }
            }
        }
        catch (InvalidDataException e)
        {
            return body with { Error = e.Message };
        }

        return body;
    }

    private async Task<SpooledFile> ReadPartAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        using var writer = spool.Create();
        await reader.ReadBodyAsync(bytes => writer.Write(bytes.Span), cancellationToken).ConfigureAwait(false);
        return writer.Complete();
    }

    private static async Task<string> ReadTextAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        await reader.ReadBodyAsync(
            bytes =>
            {
                if (text.Length + bytes.Length > MaxTextPartBytes)
                {
                    throw new InvalidDataException("A text part is too long.");
                }

                text.Write(bytes.Span);
            },
            cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static async Task PumpAsync(MeteredStream input, Action<ReadOnlyMemory<byte>> sink, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            sink(buffer.AsMemory(0, read));
        }
    }
}

/// <summary>A request's body is larger than the emulator accepts.</summary>
internal sealed class BodyTooLargeException : Exception;
