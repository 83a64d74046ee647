namespace SkinEnhance.Core.Transport;

/// <summary>What is remembered between the attempts at one request.</summary>
internal abstract class SendState(ApiRequest request, IEnhanceObserver observer)
{
    internal ApiRequest Request => request;

    internal IEnhanceObserver Observer => observer;

    internal string? IdempotencyKey { get; set; } = request.IdempotencyKey;

    /// <summary>When the request began, by the clock's timestamps.</summary>
    internal long Began { get; set; }

    /// <summary>How long it stood in line.</summary>
    internal TimeSpan InLine { get; set; }

    internal int Attempts { get; set; }

    internal int TransientRetries { get; set; }

    internal int ThrottledRetries { get; set; }

    /// <summary>The key of the last attempt, to see whether there is a new one after a 401.</summary>
    internal string? KeyUsed { get; set; }

    internal bool KeyRetried { get; set; }

    internal SendProgress Progress { get; set; } = new();

    /// <summary>Whether the server may be asked to take a large body before it is sent; some refuse to be asked (417).</summary>
    internal bool ExpectsContinue { get; set; } = true;

    /// <summary>Whether an attempt went out whole and its fate is not known, so that no later refusal proves that nothing was billed.</summary>
    internal bool MayBeAccepted { get; set; }
}

/// <summary>What is remembered between the attempts at one request, with the outcome of the last one.</summary>
/// <typeparam name="T">What a success is read as.</typeparam>
internal sealed class SendState<T>(ApiRequest request, IEnhanceObserver observer) : SendState(request, observer)
    where T : class
{
    /// <summary>The outcome of the last attempt; null while one is under way, and before the first.</summary>
    internal AttemptOutcome<T>? Last { get; set; }
}
