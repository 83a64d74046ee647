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

/// <summary>What may be done after an attempt (docs/providers.md, "Never pay twice").</summary>
internal enum RetryClassification
{
    /// <summary>It worked.</summary>
    Success = 0,

    /// <summary>A definite refusal: nothing is billed, and the same request meets the same response.</summary>
    Refused,

    /// <summary>A definite "later" in the API's own form: nothing is billed, and it is sent again, paid or not, within a budget of its own.</summary>
    Throttled,

    /// <summary>The same submission is being worked on: the same key and bytes are sent again, which costs no retry.</summary>
    InFlight,

    /// <summary>The key was refused. Once, if there is a new one by now, it is sent again, unless it is paid and has no idempotency key.</summary>
    KeyRefused,

    /// <summary>The request did not go out whole, so nothing can have come of it: it is sent again, paid or not.</summary>
    NotSent,

    /// <summary>Anything else. It may have been accepted: only what is free is sent again without being asked to.</summary>
    Unknown,
}
