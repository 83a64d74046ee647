using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace SkinEnhance.Core.Transport;

/// <summary>The only code that uses Polly to send requests; from outside in: total time-out, retry, the submission's permit, circuit breaker, attempt time-out.</summary>
internal sealed class SendPipeline
{
    private static readonly ResiliencePropertyKey<SendState> StateKey = new("SkinEnhance.SendState");

    private readonly ResilienceOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<string?> _readKey;
    private readonly ResiliencePipeline<AttemptOutcome> _pipeline;

    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="readKey">Reads the provider's current key.</param>
    internal SendPipeline(ResilienceOptions options, TimeProvider time, Func<string?> readKey)
    {
        _options = options;
        _time = time;
        _readKey = readKey;
        _pipeline = new ResiliencePipelineBuilder<AttemptOutcome> { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions
            {
                // The total time-out of a paid request is checked before each retry, so that waiting for a permit does not count.
                TimeoutGenerator = arguments => ValueTask.FromResult(
                    State(arguments.Context).Request.IsPaid ? Timeout.InfiniteTimeSpan : options.TotalTimeout + State(arguments.Context).Request.AttemptTimeout),
            })
            .AddRetry(new RetryStrategyOptions<AttemptOutcome>
            {
                // The state counts the separate budgets; Polly's own count would combine them.
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.BaseDelay,
                MaxDelay = options.MaximumDelay,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(State(arguments.Context), arguments.Outcome)),
                DelayGenerator = arguments => ValueTask.FromResult(Delay(arguments.Outcome)),
                OnRetry = arguments =>
                {
                    PrepareRetry(State(arguments.Context), arguments.Outcome.Result, arguments.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .AddStrategy(_ => new PermitStrategy(time), new PermitStrategyOptions())
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<AttemptOutcome>
            {
                FailureRatio = 1,
                MinimumThroughput = Math.Max(2, options.CircuitThreshold),
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = options.CircuitBreak,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Result?.Classification is RetryClassification.NotSent or RetryClassification.Unknown),
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = arguments => ValueTask.FromResult(State(arguments.Context).Request.AttemptTimeout),
            })
            .Build();
    }

    /// <summary>Sends a request with its retries.</summary>
    /// <returns>The last attempt's outcome; null when the circuit stayed open or the time ran out before any response.</returns>
    internal async Task<AttemptOutcome<T>?> RunAsync<T>(
        SendState<T> state, Func<SendState<T>, CancellationToken, Task<AttemptOutcome<T>>> attempt, CancellationToken cancellationToken)
        where T : class
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        try
        {
            context.Properties.Set(StateKey, state);
            state.Began = _time.GetTimestamp();
            await _pipeline.ExecuteAsync(
                static async (context, arguments) => arguments.state.Last = await arguments.attempt(arguments.state, context.CancellationToken).ConfigureAwait(false),
                context,
                (state, attempt)).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is TimeoutRejectedException or BrokenCircuitException)
        {
            // The last attempt's outcome is returned.
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        return state.Last;
    }

    private static SendState State(ResilienceContext context) =>
        context.Properties.TryGetValue(StateKey, out var state) ? state : throw new InvalidOperationException("The context has no request.");

    private bool ShouldRetry(SendState state, Outcome<AttemptOutcome> attempt)
    {
        var request = state.Request;
        if (request.IsPaid && _time.GetElapsedTime(state.Began) - state.PermitWait > _options.TotalTimeout + request.AttemptTimeout)
        {
            return false;
        }

        // An open circuit sends nothing, so waiting for it to close is safe for any request.
        if (attempt.Exception is BrokenCircuitException)
        {
            return state.ThrottledRetries < _options.ThrottledRetries;
        }

        if (attempt.Result is not { IsLasting: false } outcome || (outcome.Classification != RetryClassification.InFlight && AsksForTooLong(outcome)))
        {
            return false;
        }

        return outcome.Classification switch
        {
            RetryClassification.Throttled => state.ThrottledRetries < _options.ThrottledRetries,
            RetryClassification.InFlight => true,
            RetryClassification.KeyRefused => IsKnownOnce(state) && !state.KeyRetried && _readKey() is { Length: > 0 } key && key != state.KeyUsed,
            RetryClassification.NotSent => state.TransientRetries < _options.TransientRetries,
            RetryClassification.Unknown => (!request.IsPaid || request.ResendAmbiguous) && state.TransientRetries < _options.TransientRetries,
            _ => false,
        };
    }

    /// <summary>Whether a resend cannot become a second submission.</summary>
    private static bool IsKnownOnce(SendState state) =>
        !state.Request.IsPaid || state.IdempotencyKey is not null || state.Progress.Stage != SendStage.BodySent;

    private bool AsksForTooLong(AttemptOutcome outcome) => outcome.Response?.RetryAfter > _options.MaximumRetryAfter;

    private TimeSpan? Delay(Outcome<AttemptOutcome> outcome)
    {
        if (outcome.Exception is BrokenCircuitException broken)
        {
            return broken.RetryAfter ?? _options.CircuitBreak;
        }

        var retryAfter = outcome.Result?.Response?.RetryAfter;
        return outcome.Result?.Classification switch
        {
            // An early resend would get the same response, and each contains the whole image.
            RetryClassification.InFlight => Longer(Shorter(retryAfter ?? (2 * _options.BaseDelay), _options.MaximumDelay), _options.BaseDelay),
            RetryClassification.KeyRefused => TimeSpan.Zero,

            // Polly does not cap a generator's value; a longer wait ends the request earlier.
            _ => retryAfter is null ? null : Longer(retryAfter.Value, _options.BaseDelay / 10),
        };

        static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

        static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
    }

    private static void PrepareRetry(SendState state, AttemptOutcome? outcome, TimeSpan delay)
    {
        switch (outcome?.Classification)
        {
            case RetryClassification.InFlight:
                break;
            case RetryClassification.KeyRefused:
                state.KeyRetried = true;
                break;
            case RetryClassification.Throttled or null:
                state.ThrottledRetries++;
                break;
            default:
                state.TransientRetries++;
                break;
        }

        // A stored error is returned forever under the same key (docs/providers.md, section 1).
        if (state.IdempotencyKey is not null && outcome is { Classification: not RetryClassification.InFlight, Response.IsReplayed: true })
        {
            state.IdempotencyKey = state.Request.RenewIdempotencyKey();
        }

        var why = outcome?.Error?.Message ?? "The provider failed repeatedly.";
        state.Observer.OnVerbose(FormattableString.Invariant($"{why} Attempt {state.Attempts + 1} follows in {delay.TotalSeconds:0.0} s."));
    }

    private sealed class PermitStrategyOptions : ResilienceStrategyOptions;

    /// <summary>Delays an attempt until it has its permit. The wait counts neither as the attempt's time nor as the request's.</summary>
    private sealed class PermitStrategy(TimeProvider time) : ResilienceStrategy<AttemptOutcome>
    {
        protected override async ValueTask<Outcome<AttemptOutcome>> ExecuteCore<TState>(
            Func<ResilienceContext, TState, ValueTask<Outcome<AttemptOutcome>>> callback, ResilienceContext context, TState state)
        {
            try
            {
                var since = time.GetTimestamp();
                await State(context).Request.Permit.AcquireAsync(context.CancellationToken).ConfigureAwait(false);
                State(context).PermitWait += time.GetElapsedTime(since);
            }
            catch (OperationCanceledException cancelled)
            {
                return Outcome.FromException<AttemptOutcome>(cancelled);
            }

            return await callback(context, state).ConfigureAwait(false);
        }
    }
}
