using System.Net.Http.Headers;
using System.Text.Json;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Platform;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Providers.Comfy;

/// <summary>Writes the JSON bodies of requests.</summary>
internal static class ComfyBody
{
    // Replaces the image in the serialized body; the image is inserted in its place while the body is sent.
    private static readonly byte[] Placeholder = "\"\""u8.ToArray();

    internal static HttpContent Create(ProviderSubmission submission)
    {
        // A signed address is sent as it was written: in normalized form it might not match its signature.
        var given = submission.StoredImage?.Address ?? submission.Source.Uri;
        var address = given is null ? null : ExactUri.Text(given);
        var (before, after) = Write(submission);
        return address is null
            ? new Base64ImageContent(submission, (byte[])[.. before, (byte)'"'], (byte[])[(byte)'"', .. after])
            : Json([.. before, .. JsonSerializer.SerializeToUtf8Bytes(address, WireJson.Default.String), .. after]);
    }

    /// <summary>Creates the body of a request for an upload slot. The name has the extension of the image's format, not the user's file name, which is private.</summary>
    internal static HttpContent CreateSlotRequest(ImageFormat format, string? sha256)
    {
        using var buffer = new MemoryStream();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("file_name", $"image{ImageFormats.Extension(format)}");
        writer.WriteString("content_type", ImageFormats.MediaType(format));
        if (sha256 is not null)
        {
            writer.WriteString("file_hash", sha256.ToLowerInvariant());
        }

        writer.WriteEndObject();
        writer.Flush();
        return Json(buffer.ToArray());
    }

    private static ByteArrayContent Json(byte[] json)
    {
        var body = new ByteArrayContent(json);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return body;
    }

    private static (byte[] Before, byte[] After) Write(ProviderSubmission submission)
    {
        using var buffer = new MemoryStream();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WritePropertyName("image");
        writer.Flush();
        var split = (int)buffer.Length;
        writer.WriteRawValue(Placeholder);
        foreach (var (name, value) in submission.Parameters)
        {
            switch (value)
            {
                case int number:
                    writer.WriteNumber(name, number);
                    break;
                case double number:
                    writer.WriteNumber(name, number);
                    break;
                case bool flag:
                    writer.WriteBoolean(name, flag);
                    break;
                default:
                    writer.WriteString(name, (string)value);
                    break;
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        var whole = buffer.ToArray();
        return (whole[..split], whole[(split + Placeholder.Length)..]);
    }
}
