namespace SkinEnhance.Core.Transport;

/// <summary>The state of a request between its attempts.</summary>
internal abstract class SendState(ApiRequest request, IEnhanceObserver observer)
{
    internal ApiRequest Request => request;

    internal IEnhanceObserver Observer => observer;

    internal string? IdempotencyKey { get; set; } = request.IdempotencyKey;

    /// <summary>When the request started, by the clock's timestamps.</summary>
    internal long Began { get; set; }

    /// <summary>How long it waited for permits.</summary>
    internal TimeSpan PermitWait { get; set; }

    internal int Attempts { get; set; }

    internal int TransientRetries { get; set; }

    internal int ThrottledRetries { get; set; }

    /// <summary>The key of the last attempt, to find out whether it was changed after a 401.</summary>
    internal string? KeyUsed { get; set; }

    internal bool KeyRetried { get; set; }

    internal SendProgress Progress { get; set; } = new();

    /// <summary>Whether to send a large body with Expect: 100-continue; some servers refuse it (417).</summary>
    internal bool ExpectsContinue { get; set; } = true;

    /// <summary>Whether an attempt was sent completely with an unknown outcome, so that a later refusal does not prove that nothing was billed.</summary>
    internal bool MayBeAccepted { get; set; }
}

/// <summary>The state of a request between its attempts, with the last outcome.</summary>
/// <typeparam name="T">The value of a success.</typeparam>
internal sealed class SendState<T>(ApiRequest request, IEnhanceObserver observer) : SendState(request, observer)
    where T : class
{
    /// <summary>The outcome of the last attempt; null during an attempt, and before the first.</summary>
    internal AttemptOutcome<T>? Last { get; set; }
}
