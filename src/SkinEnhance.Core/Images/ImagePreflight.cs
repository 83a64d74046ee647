using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Images;

/// <summary>Compares an image with an operation's limits, from its header only, before anything is sent.</summary>
public static class ImagePreflight
{
    /// <summary>Reads a file's header and checks that the image is complete.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="allowTruncated">Whether to accept an image whose end is missing. Default false.</param>
    /// <returns>The data in the header, and when the file was last written.</returns>
    /// <exception cref="InvalidImageException">The file does not exist, cannot be read, is empty, is not a supported image, has a damaged
    /// header or is truncated.</exception>
    public static (ImageInfo Image, DateTime WrittenUtc) Inspect(string path, bool allowTruncated = false)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw Error(ErrorIds.ImageNotFound, path, $"'{path}' is a folder, not an image file.");
            }

            using var stream = ImageFile.Open(path, sequential: false);
            if (stream.Length == 0)
            {
                throw Error(ErrorIds.ImageEmpty, path, $"'{path}' has 0 bytes.");
            }

            var image = ImageHeader.Read(stream);
            if (image.Format == ImageFormat.Unknown)
            {
                throw Error(ErrorIds.ImageNotRecognized, path, $"'{path}' is not a supported image: unknown file signature.");
            }

            if (!allowTruncated && !ImageEnd.IsIn(stream, image.Format))
            {
                throw Error(ErrorIds.ImageTruncated, path, $"'{path}' is truncated after {image.Length} bytes: {ImageEnd.Missing(image.Format)}.");
            }

            return (image, FileTime.WrittenUtc(path));
        }
        catch (InvalidDataException damaged)
        {
            throw Error(ErrorIds.ImageDamaged, path, $"'{path}' cannot be used. {damaged.Message}", damaged);
        }
        catch (Exception failure) when (IoErrors.IsNotFound(failure))
        {
            throw Error(ErrorIds.ImageNotFound, path, $"There is no file '{path}'.", failure);
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            throw Error(ErrorIds.ImageNotReadable, path, $"'{path}' cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Compares an image with an operation's limits.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="image">The data in the header.</param>
    /// <param name="parameters">The validated parameters; the scale factor is one of them.</param>
    /// <param name="target">The image in messages, usually its path.</param>
    /// <returns>An error for each limit that the image exceeds; empty when it can be sent.</returns>
    public static IReadOnlyList<EnhanceError> Check(
        OperationDescriptor operation, ImageInfo image, IReadOnlyDictionary<string, object> parameters, string target)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(parameters);
        return [.. Problems().Select(problem => Describe(problem.Id, target, $"{operation.Name} does not accept '{target}': {problem.Message}"))];

        IEnumerable<(string Id, string Message)> Problems()
        {
            var limits = operation.Limits;
            if (!limits.Formats.Contains(image.Format))
            {
                yield return (ErrorIds.ImageFormatNotAccepted, $"the format is {image.Format}; accepted formats are {string.Join(", ", limits.Formats)}.");
            }

            if (image.Length > limits.MaximumLength)
            {
                yield return (ErrorIds.ImageFileTooLarge, $"the file has {image.Length} bytes; the limit is {limits.MaximumLength} bytes.");
            }

            // A format whose size is not read is refused above.
            if (image.Pixels == 0)
            {
                yield break;
            }

            if (Math.Min(image.Width, image.Height) < limits.MinimumSide)
            {
                yield return (ErrorIds.ImageTooSmall, $"the size is {image.Width}x{image.Height}; each side needs at least {limits.MinimumSide} pixels.");
            }

            if (Math.Max(image.Width, image.Height) > limits.MaximumSide)
            {
                yield return (ErrorIds.ImageTooLarge, $"the size is {image.Width}x{image.Height}; each side may have at most {limits.MaximumSide} pixels.");
            }

            if (Math.Max(image.Width, image.Height) > limits.MaximumAspectRatio * Math.Min(image.Width, image.Height))
            {
                yield return (
                    ErrorIds.ImageAspectRatio,
                    $"the size is {image.Width}x{image.Height}; the aspect ratio must be between 1:{limits.MaximumAspectRatio} and {limits.MaximumAspectRatio}:1.");
            }

            var scale = ScaleOf(operation, parameters);
            // With the sizes of a forged header the product may exceed a long.
            if ((Int128)image.Pixels * scale * scale is var result && result > limits.MaximumResultPixels)
            {
                yield return (
                    ErrorIds.ResultTooLarge,
                    $"the result of {image.Width}x{image.Height} at {scale}x would have {result} pixels; the limit is {limits.MaximumResultPixels} pixels.");
            }

            if ((long)Math.Max(image.Width, image.Height) * scale is var side && side > limits.MaximumResultSide)
            {
                yield return (
                    ErrorIds.ResultTooLarge,
                    $"the result of {image.Width}x{image.Height} at {scale}x would have a side of {side} pixels; the limit is {limits.MaximumResultSide} pixels.");
            }
        }
    }

    /// <summary>The factor by which an operation multiplies both sides.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="parameters">The validated parameters.</param>
    /// <returns>The factor; 1 when the size does not change.</returns>
    public static int ScaleOf(OperationDescriptor operation, IReadOnlyDictionary<string, object> parameters)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(parameters);
        // The parameters of a task may come from a file, and a paid result is saved whatever the file says.
        return operation.ScaleParameter is { } name && parameters.TryGetValue(name, out var value)
            && int.TryParse(value.ToString()!.TrimEnd('x'), System.Globalization.CultureInfo.InvariantCulture, out var scale)
            ? scale
            : 1;
    }

    private static EnhanceError Describe(string id, string target, string message) => new() { Id = id, Target = target, Message = message };

    private static InvalidImageException Error(string id, string target, string message, Exception? inner = null) =>
        new(Describe(id, target, message), inner);
}
