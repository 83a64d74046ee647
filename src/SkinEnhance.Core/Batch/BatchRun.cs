using System.Collections.Concurrent;

namespace SkinEnhance.Core.Batch;

/// <summary>What the images of one batch share.</summary>
internal sealed class BatchRun(BatchOptions options, IEnhanceObserver observer, TimeProvider time, CancellationToken token)
{
    internal BatchOptions Options => options;

    internal IEnhanceObserver Observer => observer;

    internal CancellationToken Token => token;

    internal ProgressCounter Progress { get; } = new(observer);

    internal StopSign Stop { get; } = new();

    internal CreditCap Cap { get; } = new(options.MaxCredits);

    internal ResultNames Names { get; } = new(options.Save, time);

    /// <summary>Images that another process works on.</summary>
    internal ConcurrentQueue<BatchImage> Deferred { get; } = new();
}
