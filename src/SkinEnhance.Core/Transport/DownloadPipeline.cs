using Polly;
using Polly.Retry;

namespace SkinEnhance.Core.Transport;

/// <summary>Retries a download. Downloads are free, so a retry is always safe.</summary>
internal sealed class DownloadPipeline
{
    private static readonly ResiliencePropertyKey<Budget> BudgetKey = new("download");

    private readonly ResilienceOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _pipeline;

    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    internal DownloadPipeline(ResilienceOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.BaseDelay,
                MaxDelay = options.MaximumDelay,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is DownloadInterruptedException interrupted
                    && !(interrupted.RetryAfter > options.MaximumRetryAfter)
                    && arguments.Context.Properties.GetValue(BudgetKey, null!).Allows(interrupted)),
                // A Retry-After of 0 would cause retries without a pause.
                DelayGenerator = arguments => ValueTask.FromResult(
                    (arguments.Outcome.Exception as DownloadInterruptedException)?.RetryAfter is { } retryAfter && retryAfter >= options.BaseDelay ? retryAfter : (TimeSpan?)null),
            })
            .Build();
    }

    /// <summary>Runs a download until it succeeds or another attempt would not help.</summary>
    /// <param name="download">One attempt.</param>
    /// <param name="patience">How long refusals are retried.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    internal async Task<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> download, TimeSpan patience, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(BudgetKey, new Budget(_options.DownloadRetries, patience, _time));
            return await _pipeline.ExecuteAsync(static (context, download) => download(context.CancellationToken), context, download).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The remaining retries of one download: a number for interruptions, a time for refusals.</summary>
    private sealed class Budget(int retries, TimeSpan patience, TimeProvider time)
    {
        private int _left = retries;
        private long? _firstRefusal;

        internal bool Allows(DownloadInterruptedException interrupted)
        {
            if (!interrupted.IsRefusal)
            {
                return _left-- > 0;
            }

            _firstRefusal ??= time.GetTimestamp();
            return time.GetElapsedTime(_firstRefusal.Value) < patience;
        }
    }
}

/// <summary>A download failed in a way that another attempt may fix.</summary>
internal sealed class DownloadInterruptedException(string message, TimeSpan? retryAfter = null, Exception? inner = null, string id = ErrorIds.DownloadFailed) : Exception(message, inner)
{
    /// <summary>The host's Retry-After.</summary>
    internal TimeSpan? RetryAfter => retryAfter;

    /// <summary>The error id when retries are exhausted.</summary>
    internal string Id => id;

    /// <summary>The HTTP status when it was the reason; null otherwise.</summary>
    internal int? Status { get; init; }

    /// <summary>Whether the host refuses the address, which is retried for a time instead of a number of attempts.</summary>
    internal bool IsRefusal { get; init; }
}
