using SkinEnhance.Core.Pricing;

namespace SkinEnhance.Core.Operations;

/// <summary>A request that was validated and inspected once. Prices, questions, plans and submissions all take this object.</summary>
public sealed record PreparedRequest
{
    private readonly ProviderSubmission? _submission;
    private readonly IEnhanceProvider? _provider;

    /// <summary>A request that is refused.</summary>
    internal PreparedRequest(EnhanceRequest request, EnhanceTask task, IReadOnlyList<EnhanceException> refusals) =>
        (Request, Task, Refusals) = (request, task, refusals);

    /// <summary>A request that may be sent.</summary>
    internal PreparedRequest(EnhanceRequest request, EnhanceTask task, IEnhanceProvider provider, ProviderSubmission submission)
        : this(request, task, []) =>
        (_provider, _submission, Image) = (provider, submission, submission.Image);

    /// <summary>The request as it was given.</summary>
    public EnhanceRequest Request { get; }

    /// <summary>What the image's header says; null for an address, or when it cannot be read.</summary>
    public ImageInfo? Image { get; internal init; }

    /// <summary>Every reason why it cannot be sent; empty when it may be.</summary>
    public IReadOnlyList<EnhanceError> Problems => [.. Refusals.Select(refusal => refusal.Error)];

    /// <summary>The credits that one submission costs, by the price data; null when the price is not known, or the request is refused.</summary>
    public double? EstimatedCredits => _submission is { } submission ? PriceList.Estimate(submission.Operation, submission.Image, submission.Parameters) : null;

    /// <summary>The first snapshot, by which even a refused request is reported.</summary>
    internal EnhanceTask Task { get; init; }

    /// <summary>The problems with their causes.</summary>
    internal IReadOnlyList<EnhanceException> Refusals { get; init; }

    /// <summary>The operation; only of a request that may be sent.</summary>
    internal OperationDescriptor Operation => Submission.Operation;

    /// <summary>The provider; only of a request that may be sent.</summary>
    internal IEnhanceProvider Provider => _provider ?? throw NotSendable();

    /// <summary>What is sent; only of a request that may be.</summary>
    internal ProviderSubmission Submission
    {
        get => _submission ?? throw NotSendable();
        init => _submission = value;
    }

    private static InvalidOperationException NotSendable() => new("The request has problems and cannot be sent.");
}
