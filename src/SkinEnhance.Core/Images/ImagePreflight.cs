using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Images;

/// <summary>Checks an image against an operation's limits, from its header alone, before anything is sent.</summary>
public static class ImagePreflight
{
    /// <summary>Reads a file's header, and looks for its end.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="allowTruncated">Whether an image without its end is taken all the same.</param>
    /// <returns>What the header says, and when the file was last written.</returns>
    /// <exception cref="InvalidImageException">There is no such file, it cannot be read, is empty, is not a supported image, has a damaged
    /// header or is cut off.</exception>
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
                throw Error(ErrorIds.ImageTruncated, path, $"'{path}' is cut off after {image.Length} bytes: {ImageEnd.Missing(image.Format)}.");
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
    /// <param name="image">What the header says.</param>
    /// <param name="parameters">The checked parameters; the scale factor among them counts.</param>
    /// <param name="target">What to call the image in messages, usually its path.</param>
    /// <returns>Every limit that it breaks; empty when it may be sent.</returns>
    public static IReadOnlyList<EnhanceError> Check(
        OperationDescriptor operation, ImageInfo image, IReadOnlyDictionary<string, object> parameters, string target)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(parameters);
        return [.. Problems().Select(problem => Describe(problem.Id, target, $"'{target}' cannot go through {operation.Name}: {problem.Message}"))];

        IEnumerable<(string Id, string Message)> Problems()
        {
            var limits = operation.Limits;
            if (!limits.Formats.Contains(image.Format))
            {
                yield return (ErrorIds.ImageFormatNotAccepted, $"it takes {string.Join(", ", limits.Formats)}; this is {image.Format}.");
            }

            if (image.Length > limits.MaximumLength)
            {
                yield return (ErrorIds.ImageFileTooLarge, $"it takes at most {limits.MaximumLength} bytes; this has {image.Length}.");
            }

            // A format whose size is not read is refused above.
            if (image.Pixels == 0)
            {
                yield break;
            }

            if (Math.Min(image.Width, image.Height) < limits.MinimumSide)
            {
                yield return (ErrorIds.ImageTooSmall, $"each side needs at least {limits.MinimumSide} pixels; this is {image.Width}x{image.Height}.");
            }

            if (Math.Max(image.Width, image.Height) > limits.MaximumSide)
            {
                yield return (ErrorIds.ImageTooLarge, $"each side may have at most {limits.MaximumSide} pixels; this is {image.Width}x{image.Height}.");
            }

            if (Math.Max(image.Width, image.Height) > limits.MaximumAspectRatio * Math.Min(image.Width, image.Height))
            {
                yield return (
                    ErrorIds.ImageAspectRatio,
                    $"the aspect ratio may lie between 1:{limits.MaximumAspectRatio} and {limits.MaximumAspectRatio}:1; this is {image.Width}x{image.Height}.");
            }

            var scale = ScaleOf(operation, parameters);
            // A forged header gives sizes whose product no long can hold.
            if ((Int128)image.Pixels * scale * scale is var result && result > limits.MaximumResultPixels)
            {
                yield return (
                    ErrorIds.ResultTooLarge,
                    $"the result may have at most {limits.MaximumResultPixels} pixels; {image.Width}x{image.Height} at {scale}x would have {result}.");
            }

            if ((long)Math.Max(image.Width, image.Height) * scale is var side && side > limits.MaximumResultSide)
            {
                yield return (
                    ErrorIds.ResultTooLarge,
                    $"each side of the result may have at most {limits.MaximumResultSide} pixels; {image.Width}x{image.Height} at {scale}x would have {side}.");
            }
        }
    }

    /// <summary>How many times an operation multiplies both sides.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="parameters">The checked parameters.</param>
    /// <returns>The factor; 1 when the size is kept.</returns>
    public static int ScaleOf(OperationDescriptor operation, IReadOnlyDictionary<string, object> parameters)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(parameters);
        return operation.ScaleParameter is { } name && parameters.TryGetValue(name, out var value)
            ? int.Parse(value.ToString()!.TrimEnd('x'), System.Globalization.CultureInfo.InvariantCulture)
            : 1;
    }

    private static EnhanceError Describe(string id, string target, string message) => new() { Id = id, Target = target, Message = message };

    private static InvalidImageException Error(string id, string target, string message, Exception? inner = null) =>
        new(Describe(id, target, message), inner);
}
