using System.Net.Http.Headers;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Transport;

/// <summary>Multipart bodies in the form that the strictest service accepts: an unquoted boundary, quoted names, no RFC 5987 names.</summary>
internal static class ImagePart
{
    internal static MultipartFormDataContent Create(ProviderSubmission submission, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var boundary = $"skinenhance-{Guid.NewGuid():N}";
        var body = new MultipartFormDataContent(boundary);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={boundary}");
        foreach (var (name, value) in fields)
        {
            var field = new StringContent(value);
            field.Headers.ContentType = null;
            Add(body, field, name, fileName: null);
        }

        // The part's name has the extension of the image's format, not the user's file name: a wrong extension causes a misleading 502
        // (docs/providers.md, section 3), and the user's file name is private.
        var format = submission.Image!.Format;
        var image = new StreamContent(ImageFile.OpenForUpload(submission), bufferSize: 64 * 1024);
        image.Headers.ContentType = new MediaTypeHeaderValue(ImageFormats.MediaType(format));
        Add(body, image, "image", $"image{ImageFormats.Extension(format)}");
        return body;
    }

    private static void Add(MultipartFormDataContent body, HttpContent part, string name, string? fileName)
    {
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"" };
        if (fileName is not null)
        {
            part.Headers.ContentDisposition.FileName = $"\"{fileName}\"";
        }

        body.Add(part);
    }
}
