using Polly;
using Polly.Retry;

namespace SkinEnhance.Core.Resilience;

/// <summary>Begins a download again where that can help. It is free, so nothing else limits it.</summary>
internal sealed class DownloadPipeline
{
    private readonly ResiliencePipeline _pipeline;

    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    internal DownloadPipeline(ResilienceOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.DownloadRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.DownloadRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.BaseDelay,
                MaxDelay = options.MaximumDelay,
                ShouldHandle = new PredicateBuilder().Handle<DownloadInterruptedException>(interrupted => !(interrupted.RetryAfter > options.MaximumRetryAfter)),
                DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as DownloadInterruptedException)?.RetryAfter),
            });
        }

        _pipeline = builder.Build();
    }

    internal ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> download, CancellationToken cancellationToken) =>
        _pipeline.ExecuteAsync(download, cancellationToken);
}
