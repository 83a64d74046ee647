using Polly;
using Polly.Retry;

namespace SkinEnhance.Core.Transport;

/// <summary>Begins a download again where that can help. It is free, so nothing else limits it.</summary>
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
                // A Retry-After of 0 would be taken as it is, and a host that refuses for minutes be asked without a pause.
                DelayGenerator = arguments => ValueTask.FromResult(
                    (arguments.Outcome.Exception as DownloadInterruptedException)?.RetryAfter is { } asked && asked >= options.BaseDelay ? asked : (TimeSpan?)null),
            })
            .Build();
    }

    /// <summary>Runs a download until it succeeds or is not worth another attempt.</summary>
    /// <param name="download">One attempt.</param>
    /// <param name="patience">How long refusals are tried again.</param>
    /// <param name="cancellationToken">Stops.</param>
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

    /// <summary>What is left for one download: a number of interruptions, and a time for refusals.</summary>
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

/// <summary>A download failed in a way that a new beginning may mend.</summary>
internal sealed class DownloadInterruptedException(string message, TimeSpan? retryAfter = null, Exception? inner = null, string id = ErrorIds.DownloadFailed) : Exception(message, inner)
{
    /// <summary>How long the host asks to wait.</summary>
    internal TimeSpan? RetryAfter => retryAfter;

    /// <summary>The id of the error when it does not pass.</summary>
    internal string Id => id;

    /// <summary>The status of the response, when it was the reason.</summary>
    internal int? Status { get; init; }

    /// <summary>Whether the host refuses the address, which is tried again for a time in place of a number of attempts.</summary>
    internal bool IsRefusal { get; init; }
}
