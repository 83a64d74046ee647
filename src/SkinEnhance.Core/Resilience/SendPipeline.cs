using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using SkinEnhance.Core.Http;

namespace SkinEnhance.Core.Resilience;

/// <summary>The one place that names Polly: total time-out, retry, the submission's turn, circuit breaker, attempt time-out, from outside in.</summary>
internal sealed class SendPipeline
{
    private static readonly ResiliencePropertyKey<SendState> StateKey = new("SkinEnhance.SendState");

    private readonly ResilienceOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<string?> _readKey;
    private readonly ResiliencePipeline<Judgement> _pipeline;

    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="readKey">Reads the provider's key as it is now.</param>
    internal SendPipeline(ResilienceOptions options, TimeProvider time, Func<string?> readKey)
    {
        _options = options;
        _time = time;
        _readKey = readKey;
        _pipeline = new ResiliencePipelineBuilder<Judgement> { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions
            {
                // A paid request is timed where it would be tried again, without the time that it stood in line.
                TimeoutGenerator = arguments => ValueTask.FromResult(
                    State(arguments.Context).Request.IsPaid ? Timeout.InfiniteTimeSpan : options.TotalTimeout + State(arguments.Context).Request.AttemptTimeout),
            })
            .AddRetry(new RetryStrategyOptions<Judgement>
            {
                // The budgets are counted apart in the state; Polly's own count would mix them.
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.BaseDelay,
                MaxDelay = options.MaximumDelay,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(State(arguments.Context), arguments.Outcome)),
                DelayGenerator = arguments => ValueTask.FromResult(Delay(arguments.Outcome)),
                OnRetry = arguments =>
                {
                    PrepareRetry(State(arguments.Context), arguments.Outcome, arguments.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .AddStrategy(_ => new TurnStrategy(time), new TurnStrategyOptions())
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Judgement>
            {
                FailureRatio = 1,
                MinimumThroughput = Math.Max(2, options.CircuitThreshold),
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = options.CircuitBreak,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Result?.Disposition is Disposition.NotSent or Disposition.Transient or Disposition.Ambiguous),
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = arguments => ValueTask.FromResult(State(arguments.Context).Request.AttemptTimeout),
            })
            .Build();
    }

    /// <summary>Sends a request as often as it may be sent.</summary>
    /// <returns>The last attempt's judgement; null when the circuit stayed open or the time ran out before any answer.</returns>
    internal async Task<Judgement?> RunAsync(
        SendState state, Func<SendState, CancellationToken, Task<Judgement>> attempt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        try
        {
            context.Properties.Set(StateKey, state);
            state.Began = _time.GetTimestamp();
            return await _pipeline.ExecuteAsync(
                static async (context, arguments) =>
                {
                    arguments.state.Last = await arguments.attempt(arguments.state, context.CancellationToken).ConfigureAwait(false);
                    return arguments.state.Last;
                },
                context,
                (state, attempt)).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is TimeoutRejectedException or BrokenCircuitException)
        {
            return state.Last;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static SendState State(ResilienceContext context) =>
        context.Properties.TryGetValue(StateKey, out var state) ? state : throw new InvalidOperationException("The context has no request.");

    private bool ShouldRetry(SendState state, Outcome<Judgement> outcome)
    {
        if (state.Request.IsPaid && _time.GetElapsedTime(state.Began) - state.InLine > _options.TotalTimeout + state.Request.AttemptTimeout)
        {
            return false;
        }

        // An open circuit lets nothing out, so waiting for it to close is safe for any request.
        if (outcome.Exception is BrokenCircuitException)
        {
            return state.ThrottledRetries < _options.ThrottledRetries;
        }

        var maySendAgain = !state.Request.IsPaid || state.Request.ResendAmbiguous;
        return outcome.Result is { } judgement && judgement.Disposition switch
        {
            Disposition.Throttled => state.ThrottledRetries < _options.ThrottledRetries && !AsksForTooLong(judgement),
            Disposition.InFlight => true,
            Disposition.KeyRefused => !state.KeyRetried && _readKey() is { Length: > 0 } key && key != state.KeyUsed,
            Disposition.NotSent => state.TransientRetries < _options.TransientRetries,
            Disposition.Transient or Disposition.Ambiguous =>
                maySendAgain && state.TransientRetries < _options.TransientRetries && !AsksForTooLong(judgement),
            _ => false,
        };
    }

    private bool AsksForTooLong(Judgement judgement) => judgement.Answer?.RetryAfter(_time.GetUtcNow()) > _options.MaximumRetryAfter;

    private TimeSpan? Delay(Outcome<Judgement> outcome)
    {
        if (outcome.Exception is BrokenCircuitException broken)
        {
            return broken.RetryAfter ?? _options.CircuitBreak;
        }

        var asked = outcome.Result?.Answer?.RetryAfter(_time.GetUtcNow());
        return outcome.Result?.Disposition switch
        {
            // A question asked too early only hears the same again, and each carries the whole image.
            Disposition.InFlight => Longer(Shorter(asked ?? (2 * _options.BaseDelay), _options.MaximumDelay), _options.BaseDelay),
            Disposition.KeyRefused => TimeSpan.Zero,

            // What a generator returns is not capped by Polly; a longer wait never gets here.
            _ => asked is null ? null : Longer(asked.Value, _options.BaseDelay / 10),
        };

        static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

        static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
    }

    private static void PrepareRetry(SendState state, Outcome<Judgement> outcome, TimeSpan delay)
    {
        var judgement = outcome.Result;
        switch (judgement?.Disposition)
        {
            case Disposition.InFlight:
                break;
            case Disposition.KeyRefused:
                state.KeyRetried = true;
                break;
            case Disposition.Throttled or null:
                state.ThrottledRetries++;
                break;
            default:
                state.TransientRetries++;
                break;
        }

        // A stored error comes back for ever under the same key (providers.md, section 1).
        if (state.IdempotencyKey is not null && judgement is { Disposition: not Disposition.InFlight, Answer: { } answer } && IsReplayed(answer))
        {
            state.IdempotencyKey = state.Request.RenewIdempotencyKey();
        }

        var why = judgement?.Error?.Message ?? "The provider failed repeatedly.";
        state.Observer.OnVerbose(FormattableString.Invariant($"{why} Attempt {state.Attempts + 1} follows in {delay.TotalSeconds:0.0} s."));
    }

    private static bool IsReplayed(ApiAnswer answer) => string.Equals(answer.Header("Idempotent-Replayed"), "true", StringComparison.OrdinalIgnoreCase);

    private sealed class TurnStrategyOptions : ResilienceStrategyOptions;

    /// <summary>Lets an attempt out when it is its turn. Standing in line counts neither as the attempt's time nor as the request's.</summary>
    private sealed class TurnStrategy(TimeProvider time) : ResilienceStrategy<Judgement>
    {
        protected override async ValueTask<Outcome<Judgement>> ExecuteCore<TState>(
            Func<ResilienceContext, TState, ValueTask<Outcome<Judgement>>> callback, ResilienceContext context, TState state)
        {
            try
            {
                var since = time.GetTimestamp();
                await State(context).Request.Turn.TakeAsync(context.CancellationToken).ConfigureAwait(false);
                State(context).InLine += time.GetElapsedTime(since);
            }
            catch (OperationCanceledException cancelled)
            {
                return Outcome.FromException<Judgement>(cancelled);
            }

            return await callback(context, state).ConfigureAwait(false);
        }
    }
}
