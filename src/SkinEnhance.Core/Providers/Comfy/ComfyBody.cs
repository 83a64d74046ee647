using System.Text.Json;
using SkinEnhance.Core.Http;

namespace SkinEnhance.Core.Providers.Comfy;

/// <summary>Writes the JSON bodies of submissions.</summary>
internal static class ComfyBody
{
    // Stands where the image goes, so that one writer makes the whole body and only this one word is replaced while it is sent.
    private static readonly byte[] Placeholder = "\"\""u8.ToArray();

    internal static HttpContent Create(ProviderSubmission submission)
    {
        if (submission.Source.Uri is { } address)
        {
            var (before, after) = Write(submission);
            var image = JsonSerializer.SerializeToUtf8Bytes(address.AbsoluteUri, WireJson.Default.String);
            var body = new ByteArrayContent([.. before, .. image, .. after]);
            body.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/json");
            return body;
        }
        else
        {
            var (before, after) = Write(submission);
            return new Base64ImageContent(submission, (byte[])[.. before, (byte)'"'], (byte[])[(byte)'"', .. after]);
        }
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
