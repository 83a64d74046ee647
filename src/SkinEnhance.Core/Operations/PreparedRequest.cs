using SkinEnhance.Core.Pricing;

namespace SkinEnhance.Core.Operations;

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
