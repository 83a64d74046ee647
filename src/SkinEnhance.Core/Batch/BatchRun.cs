using System.Collections.Concurrent;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Batch;

/// <summary>The state that the images of one batch share.</summary>
internal sealed class BatchRun(BatchOptions options, IEnhanceObserver observer, TimeProvider time, CancellationToken token)
{
    internal BatchOptions Options => options;

    internal IEnhanceObserver Observer => observer;

    internal CancellationToken Token => token;

    internal ProgressCounter Progress { get; } = new(observer);

    internal FatalErrorLatch FatalErrors { get; } = new();

    internal CreditCap Cap { get; } = new(options.MaxCredits);

    internal ResultNames Names { get; } = new(options.Save, time);

    /// <summary>The submissions of this batch that were, or may have been, accepted: -Resubmit does not apply to them.</summary>
    internal FingerprintSet Submitted { get; } = new(ignoreCase: false);

    /// <summary>Images that another process has leased.</summary>
    internal ConcurrentQueue<BatchImage> Deferred { get; } = new();
}

/// <summary>One image of a batch.</summary>
/// <param name="Prepared">The prepared request.</param>
/// <param name="Target">Where its results are saved; null to save none.</param>
internal sealed record BatchImage(PreparedRequest Prepared, ResultTarget? Target);
