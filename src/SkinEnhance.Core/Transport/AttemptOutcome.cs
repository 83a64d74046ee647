namespace SkinEnhance.Core.Transport;

/// <summary>What one attempt came to.</summary>
/// <param name="Classification">What may be done next.</param>
/// <param name="Value">What the response says, when it is a success.</param>
/// <param name="Error">What to report when nothing more is done; null for a success.</param>
internal sealed record AttemptOutcome(RetryClassification Classification, object? Value, EnhanceError? Error)
{
    /// <summary>What is odd about a success; null when nothing is.</summary>
    internal string? Warning { get; init; }

    /// <summary>Whether the same request would meet the same response, so that it is not sent again even where the user asks for that.</summary>
    internal bool IsLasting { get; init; }

    /// <summary>The response; null when there was none.</summary>
    internal ApiResponse? Response { get; init; }

    /// <summary>What was thrown instead of a response.</summary>
    internal Exception? Cause { get; init; }

    internal static AttemptOutcome Success(object value) => new(RetryClassification.Success, value, null);

    internal static AttemptOutcome Failure(RetryClassification classification, EnhanceError error) => new(classification, null, error);
}
