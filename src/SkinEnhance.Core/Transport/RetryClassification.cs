namespace SkinEnhance.Core.Transport;

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
