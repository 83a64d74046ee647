namespace SkinEnhance.Core.Transport;

/// <summary>The outcome of one attempt, as far as it decides whether another one follows.</summary>
/// <param name="Classification">What may be done next.</param>
/// <param name="Error">The error to report when no attempt follows; null for a success.</param>
internal abstract record AttemptOutcome(RetryClassification Classification, EnhanceError? Error)
{
    /// <summary>A contradiction in a successful response; null for none.</summary>
    internal string? Warning { get; init; }

    /// <summary>Whether another attempt would get the same response, so that none follows even with ResendAmbiguous.</summary>
    internal bool IsLasting { get; init; }

    /// <summary>The response; null when there was none.</summary>
    internal ApiResponse? Response { get; init; }

    /// <summary>The exception in place of a response.</summary>
    internal Exception? Cause { get; init; }
}

/// <summary>The outcome of one attempt, with the response's value.</summary>
/// <typeparam name="T">The value of a success.</typeparam>
/// <param name="Classification">What may be done next.</param>
/// <param name="Value">The response's value; null unless it is a success.</param>
/// <param name="Error">The error to report when no attempt follows; null for a success.</param>
internal sealed record AttemptOutcome<T>(RetryClassification Classification, T? Value, EnhanceError? Error) : AttemptOutcome(Classification, Error)
    where T : class
{
    internal static AttemptOutcome<T> Success(T value) => new(RetryClassification.Success, value, null);

    internal static AttemptOutcome<T> Failure(RetryClassification classification, EnhanceError error) => new(classification, null, error);
}

/// <summary>What may be done after an attempt (docs/providers.md, "Never pay twice").</summary>
internal enum RetryClassification
{
    /// <summary>The request succeeded.</summary>
    Success = 0,

    /// <summary>A definite refusal: nothing is billed, and another attempt would get the same response.</summary>
    Refused,

    /// <summary>Definitely throttled, in the API's own form: nothing is billed, and another attempt follows, paid or not, within a separate budget.</summary>
    Throttled,

    /// <summary>The same submission is in progress: another attempt with the same key and bytes follows, which does not count as a retry.</summary>
    InFlight,

    /// <summary>The key was refused. If it was changed since, one more attempt follows, unless the request is paid and has no idempotency key.</summary>
    KeyRefused,

    /// <summary>The request was not sent completely, so it cannot have been accepted: another attempt follows, paid or not.</summary>
    NotSent,

    /// <summary>Anything else. The request may have been accepted: another attempt follows only if it is free, or with ResendAmbiguous.</summary>
    Unknown,
}
