using System.Collections.Concurrent;
using SkinEnhance.Core.Operations;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Batch;

/// <summary>What the images of one batch share.</summary>
internal sealed class BatchRun(BatchOptions options, IEnhanceObserver observer, CancellationToken token)
{
    internal BatchOptions Options => options;

    internal IEnhanceObserver Observer => observer;

    internal CancellationToken Token => token;

    internal ProgressCounter Progress { get; } = new(observer);

    internal StopSign Stop { get; } = new();

    internal CreditCap Cap { get; } = new(options.MaxCredits);

    /// <summary>The names of results that are taken.</summary>
    internal FingerprintSet Targets { get; } = new(ignoreCase: true);

    /// <summary>The folders of results, and when each was last seen to be writable, by the clock's timestamps.</summary>
    internal ConcurrentDictionary<string, long> Folders { get; } = new();

    /// <summary>Images that another process works on.</summary>
    internal ConcurrentQueue<PreparedRequest> Deferred { get; } = new();
}
