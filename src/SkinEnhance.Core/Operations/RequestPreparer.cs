using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Operations;

/// <summary>Validates and inspects requests: all checks that need no key and send nothing.</summary>
internal sealed class RequestPreparer(OperationCatalog catalog)
{
    /// <summary>Prepares a request. A refused one is returned too, with its errors.</summary>
    internal PreparedRequest Prepare(EnhanceRequest request)
    {
        var task = Describe(request);
        try
        {
            var operation = catalog.Find(request.Operation);
            var parameters = catalog.ReadParameters(operation, request.Parameters);
            var (image, written) = Inspect(request, operation);
            IReadOnlyList<EnhanceError> problems = image is null ? [] : ImagePreflight.Check(operation, image, parameters, request.Source.Path!);
            if (problems.Count > 0)
            {
                return new PreparedRequest(request, task, [.. problems.Select(problem => EnhanceException.For(problem))]) { Image = image };
            }

            var submission = new ProviderSubmission
            {
                Operation = operation,
                Source = request.Source,
                Image = image,
                ImageWrittenUtc = written,
                Parameters = parameters,
                IdempotencyKey = Guid.NewGuid().ToString(),
            };
            return new PreparedRequest(request, task with { Parameters = parameters }, catalog.Provider(operation.Provider), submission);
        }
        catch (EnhanceException refused)
        {
            return new PreparedRequest(request, task, [refused]);
        }
    }

    private EnhanceTask Describe(EnhanceRequest request)
    {
        var operation = catalog.TryFind(request.Operation);
        return new EnhanceTask
        {
            Provider = operation?.Provider ?? string.Empty,
            Operation = operation?.Name ?? request.Operation,
            StatusRoute = operation?.StatusRoute ?? string.Empty,
            Endpoint = operation is null ? null : catalog.Provider(operation.Provider).EndpointIdentity,
            Status = EnhanceTaskStatus.Pending,
            Source = request.Source.ToString(),
            SourcePath = request.Source.Path,
            SourceName = request.Source.Origin?.Name,
            RelativeFolder = request.RelativeFolder,
        };
    }

    private static (ImageInfo? Image, DateTime? WrittenUtc) Inspect(EnhanceRequest request, OperationDescriptor operation)
    {
        if (request.Source.Path is { } path)
        {
            return ImagePreflight.Inspect(path, request.AllowTruncated);
        }

        CheckAddress(request.Source, operation);
        return (null, null);
    }

    private static void CheckAddress(ImageSource source, OperationDescriptor operation)
    {
        var address = source.Uri!;

        // The emulator serves http on loopback; a provider could not download from there.
        var fetchable = address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
        if (!operation.AcceptsUri || !fetchable)
        {
            var accepted = operation.AcceptsUri ? "a public https address" : "files only";
            throw EnhanceException.For(new EnhanceError
            {
                Id = ErrorIds.ImageUriNotAccepted,
                Target = source.ToString(),
                Message = $"{operation.Name} accepts {accepted}; the source is '{source}'.",
            });
        }
    }
}
