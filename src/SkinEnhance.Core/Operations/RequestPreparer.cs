using SkinEnhance.Core.Images;
using SkinEnhance.Core.Pricing;

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

/// <summary>A request that was validated and inspected once. Estimates, confirmations, plans and submissions all use this object.</summary>
public sealed record PreparedRequest
{
    private readonly ProviderSubmission? _submission;
    private readonly IEnhanceProvider? _provider;

    /// <summary>Creates a refused request.</summary>
    internal PreparedRequest(EnhanceRequest request, EnhanceTask task, IReadOnlyList<EnhanceException> refusals) =>
        (Request, Task, Refusals) = (request, task, refusals);

    /// <summary>Creates a request that can be sent.</summary>
    internal PreparedRequest(EnhanceRequest request, EnhanceTask task, IEnhanceProvider provider, ProviderSubmission submission)
        : this(request, task, []) =>
        (_provider, _submission, Image) = (provider, submission, submission.Image);

    /// <summary>The original request.</summary>
    public EnhanceRequest Request { get; }

    /// <summary>The data in the image's header; null for an address, or when it cannot be read.</summary>
    public ImageInfo? Image { get; internal init; }

    /// <summary>All errors that prevent sending it; empty when it can be sent.</summary>
    public IReadOnlyList<EnhanceError> Problems => [.. Refusals.Select(refusal => refusal.Error)];

    /// <summary>The credits of one submission by the price data; null when the price is not known, or the request is refused.</summary>
    public double? EstimatedCredits => _submission is { } submission ? PriceList.Estimate(submission.Operation, submission.Image, submission.Parameters) : null;

    /// <summary>The first snapshot; a refused request is reported with it too.</summary>
    internal EnhanceTask Task { get; init; }

    /// <summary>The errors with their causes.</summary>
    internal IReadOnlyList<EnhanceException> Refusals { get; init; }

    /// <summary>The operation; not available when the request is refused.</summary>
    internal OperationDescriptor Operation => Submission.Operation;

    /// <summary>The provider; not available when the request is refused.</summary>
    internal IEnhanceProvider Provider => _provider ?? throw NotSendable();

    /// <summary>The submission; not available when the request is refused.</summary>
    internal ProviderSubmission Submission
    {
        get => _submission ?? throw NotSendable();
        init => _submission = value;
    }

    private static InvalidOperationException NotSendable() => new("The request is refused and cannot be sent.");
}
