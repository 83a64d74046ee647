namespace SkinEnhance.Core.Transport;

/// <summary>What one attempt came to, as far as it decides what may be done next.</summary>
/// <param name="Classification">What may be done next.</param>
/// <param name="Error">What to report when nothing more is done; null for a success.</param>
internal abstract record AttemptOutcome(RetryClassification Classification, EnhanceError? Error)
{
    /// <summary>What is odd about a success; null when nothing is.</summary>
    internal string? Warning { get; init; }

    /// <summary>Whether the same request would meet the same response, so that it is not sent again even where the user wants that.</summary>
    internal bool IsLasting { get; init; }

    /// <summary>The response; null when there was none.</summary>
    internal ApiResponse? Response { get; init; }

    /// <summary>What was thrown instead of a response.</summary>
    internal Exception? Cause { get; init; }
}

/// <summary>What one attempt came to, and what the response says.</summary>
/// <typeparam name="T">What a success is read as.</typeparam>
/// <param name="Classification">What may be done next.</param>
/// <param name="Value">What the response says; null unless it is a success.</param>
/// <param name="Error">What to report when nothing more is done; null for a success.</param>
internal sealed record AttemptOutcome<T>(RetryClassification Classification, T? Value, EnhanceError? Error) : AttemptOutcome(Classification, Error)
    where T : class
{
    internal static AttemptOutcome<T> Success(T value) => new(RetryClassification.Success, value, null);

    internal static AttemptOutcome<T> Failure(RetryClassification classification, EnhanceError error) => new(classification, null, error);
}
