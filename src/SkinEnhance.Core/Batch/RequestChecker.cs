using SkinEnhance.Core.Imaging;
using SkinEnhance.Core.Operations;

namespace SkinEnhance.Core.Batch;

/// <summary>Everything that is checked before a byte is sent.</summary>
internal sealed class RequestChecker(OperationCatalog catalog)
{
    /// <summary>The snapshot of a request before any check, so that even a refused one is reported as a task.</summary>
    internal EnhanceTask Describe(EnhanceRequest request)
    {
        var operation = catalog.TryFind(request.Operation);
        return new EnhanceTask
        {
            Provider = operation?.Provider ?? string.Empty,
            Operation = operation?.Name ?? request.Operation,
            Family = operation?.Family ?? string.Empty,
            Endpoint = operation is null ? null : catalog.Provider(operation.Provider).Realm,
            Status = EnhanceTaskStatus.Pending,
            Source = request.Source.ToString(),
            SourcePath = request.Source.Path,
            SourceName = request.Source.Origin?.Name,
            RelativeFolder = request.RelativeFolder,
        };
    }

    /// <summary>Checks parameters, settings and the image.</summary>
    /// <exception cref="EnhanceException">Something of it is refused.</exception>
    internal CheckedRequest Check(EnhanceRequest request, bool resendAmbiguous)
    {
        var operation = catalog.Find(request.Operation);
        var provider = catalog.Provider(operation.Provider);
        var parameters = catalog.ReadParameters(operation, request.Parameters);
        provider.CheckSettings();
        var (image, written) = CheckSource(request, operation, parameters);
        return new CheckedRequest(
            Describe(request) with { Parameters = parameters },
            operation,
            provider,
            new ProviderSubmission
            {
                Operation = operation,
                Source = request.Source,
                Image = image,
                ImageWrittenUtc = written,
                Parameters = parameters,
                IdempotencyKey = Guid.NewGuid().ToString(),
                ResendAmbiguous = resendAmbiguous,
            });
    }

    /// <summary>Throws when an operation's provider has no upload storage.</summary>
    internal void CheckUploadStorage(OperationDescriptor operation) => catalog.CheckUploadStorage(operation);

    private static (ImageInfo? Image, DateTime? WrittenUtc) CheckSource(
        EnhanceRequest request, OperationDescriptor operation, IReadOnlyDictionary<string, object> parameters)
    {
        if (request.Source.Uri is not null)
        {
            CheckAddress(request.Source, operation);
            return (null, null);
        }

        var path = request.Source.Path!;
        var (image, written) = ImagePreflight.Inspect(path, request.AllowTruncated);
        return ImagePreflight.Check(operation, image, parameters, path) is [var problem, ..]
            ? throw EnhanceException.For(problem)
            : (image, written);
    }

    /// <summary>Throws when an operation cannot take an address.</summary>
    internal static void CheckAddress(ImageSource source, OperationDescriptor operation)
    {
        var address = source.Uri!;

        // The emulator serves plain http on loopback; a provider could fetch neither.
        var fetchable = address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
        if (!operation.AcceptsUri || !fetchable)
        {
            var takes = operation.AcceptsUri ? "a public https address" : "a file only, no address";
            throw EnhanceException.For(new EnhanceError
            {
                Id = ErrorIds.ImageUriNotAccepted,
                Target = source.ToString(),
                Message = $"{operation.Name} takes {takes}; this is '{source}'.",
            });
        }
    }
}
