using System.Net.Http.Headers;
using SkinEnhance.Core.Images;
using SkinEnhance.Emulator.Http;

namespace SkinEnhance.Emulator.AILab;

/// <summary>Validates an uploaded image as AILab does.</summary>
internal static class AILabImageCheck
{
    private static readonly string[] JpegExtensions = [".jpg", ".jpeg"];

    /// <summary>Finds the first error of an image.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>Status, code and message; <see langword="null"/> for none.</returns>
    public static (int Status, string Code, string Message)? FindError(RequestBody body, AILabOperation operation)
    {
        if (body.File is not { } file)
        {
            return (400, "MISSING_PARAMETERS", "image is missing, or is not a file part.");
        }

        if (file.Image is not { } image)
        {
            return (422, "FILE_DECODING_FAILURE", "The image cannot be decoded.");
        }

        if (!operation.Formats.Contains(image.Format))
        {
            return (415, "UNSUPPORTED_FILE_TYPES", $"The file must be one of {string.Join(", ", operation.Formats)}.");
        }

        if (!IsNamedByItsBytes(body, image.Format))
        {
            // The service reports an error of its own for a part whose name or type does not match its bytes.
            return (502, "PROCESSING_FAILURE", "The service failed.");
        }

        if (file.Length > operation.MaxBytes)
        {
            return (413, "FILE_SIZE_EXCEEDS_LIMIT", $"The file has more than {operation.MaxBytes} bytes.");
        }

        if (image.Width >= operation.WidthBelow || image.Height >= operation.HeightBelow)
        {
            return (413, "FILE_RESOLUTION_EXCEEDS_LIMITS", $"The image must be smaller than {operation.WidthBelow}x{operation.HeightBelow}.");
        }

        return Math.Min(image.Width, image.Height) <= operation.LongerThan
            ? (422, "ERROR_LOW_RESOLUTION", $"The image must be larger than {operation.LongerThan}x{operation.LongerThan}.")
            : null;
    }

    private static bool IsNamedByItsBytes(RequestBody body, ImageFormat format)
    {
        var extension = Path.GetExtension(body.PartFileName) ?? string.Empty;
        var extensionFits = format == ImageFormat.Jpeg
            ? JpegExtensions.Contains(extension, StringComparer.OrdinalIgnoreCase)
            : extension.Equals(ImageFormats.Extension(format), StringComparison.OrdinalIgnoreCase);
        return extensionFits
            && MediaTypeHeaderValue.TryParse(body.PartContentType, out var type)
            && string.Equals(type.MediaType, ImageFormats.MediaType(format), StringComparison.OrdinalIgnoreCase);
    }
}
