using System.Collections.Concurrent;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Batch;

/// <summary>What the images of one batch share.</summary>
internal sealed class BatchRun(BatchOptions options, IEnhanceObserver observer, TimeProvider time, CancellationToken token)
{
    internal BatchOptions Options => options;

    internal IEnhanceObserver Observer => observer;

    internal CancellationToken Token => token;

    internal ProgressCounter Progress { get; } = new(observer);

    internal FatalErrorLatch FatalErrors { get; } = new();

    internal CreditCap Cap { get; } = new(options.MaxCredits);

    internal ResultNames Names { get; } = new(options.Save, time);

    /// <summary>The submissions of this batch that were accepted or may have been: none of them is paid for on purpose a second time.</summary>
    internal FingerprintSet Submitted { get; } = new(ignoreCase: false);

    /// <summary>Images that another process works on.</summary>
    internal ConcurrentQueue<BatchImage> Deferred { get; } = new();
}

/// <summary>One image of a batch: what is to be done with it, and where its results go.</summary>
/// <param name="Prepared">The prepared request.</param>
/// <param name="Target">The place of the results; null when nothing is saved.</param>
internal sealed record BatchImage(PreparedRequest Prepared, ResultTarget? Target);
