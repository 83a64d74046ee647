using System.Diagnostics;
using System.Net;
using SkinEnhance.Core.Resilience;

namespace SkinEnhance.Core.Http;

/// <summary>The one path by which requests with a key leave.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly string _provider;
    private readonly Settings.ProviderSettings _settings;
    private readonly ResilienceOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<HttpRequestMessage, string> _authorize;
    private readonly SendPipeline _pipeline;
    private readonly HttpClient _http;

    /// <param name="provider">The provider's name, for messages.</param>
    /// <param name="settings">Address and key.</param>
    /// <param name="options">Limits of waiting.</param>
    /// <param name="time">The clock.</param>
    /// <param name="authorize">Puts the key where the provider wants it.</param>
    internal ApiClient(
        string provider, Settings.ProviderSettings settings, ResilienceOptions options, TimeProvider time, Action<HttpRequestMessage, string> authorize)
    {
        _provider = provider;
        _settings = settings;
        _options = options;
        _time = time;
        _authorize = authorize;
        _pipeline = new SendPipeline(options, time, settings.ReadKey);
        _http = HttpHandlers.CreateApiClient(settings.BaseAddress);
    }

    /// <summary>Sends a request as often as it may be sent, and returns what the answer says.</summary>
    /// <typeparam name="T">What a success is read as.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="judge">Reads an answer: a success with its value, or a failure with what may be done about it.</param>
    /// <param name="observer">Is told of every attempt.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The value.</returns>
    /// <exception cref="EnhanceException">There is none; for a paid request that may have been accepted, a <see cref="SubmissionUnknownException"/>.</exception>
    internal async Task<T> SendAsync<T>(
        ApiRequest request, Func<ApiAnswer, Judgement> judge, IEnhanceObserver observer, CancellationToken cancellationToken)
        where T : class
    {
        _settings.Check();
        var state = new SendState(request, observer);
        Judgement? end;
        try
        {
            end = await _pipeline.RunAsync(state, (current, token) => AttemptAsync(current, judge, token, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception broken) when (request.IsPaid && MayBeAccepted(state))
        {
            throw Unknown(request, broken is OperationCanceledException ? "it was cancelled before the answer came" : Innermost(broken), null, broken);
        }

        // An answer that came together with the cancellation still counts: it may have been paid for.
        if (end?.Disposition == Disposition.Success)
        {
            return (T)end.Value!;
        }

        var error = end?.Error ?? new EnhanceError
        {
            Id = ErrorIds.ServiceUnavailable,
            Target = request.Target,
            Provider = _provider,
            Message = $"{_provider} did not answer for '{request.Target}' in time.",
        };
        if (request.IsPaid && (end?.Disposition is Disposition.Ambiguous or Disposition.InFlight || MayBeAccepted(state)))
        {
            throw Unknown(request, error.Message, error, end?.Cause);
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw EnhanceException.For(WithRetryTime(error, end?.Answer), end?.Cause);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool MayBeAccepted(SendState state) =>
        state.MayBeAccepted || (state.Progress.Stage == SendStage.Whole && state.Last is null);

    private async Task<Judgement> AttemptAsync(
        SendState state, Func<ApiAnswer, Judgement> judge, CancellationToken attemptToken, CancellationToken callerToken)
    {
        var request = state.Request;
        state.Attempts++;
        state.Last = null;
        state.Progress = new SendProgress();
        var started = _time.GetTimestamp();
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        await using var ending = attemptToken.Register(() => End(state, end, callerToken)).ConfigureAwait(false);
        try
        {
            using var message = CreateMessage(state);
            state.Observer.OnVerbose($"{message.Method} {message.RequestUri} for '{request.Target}', attempt {state.Attempts}.");
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, end.Token).ConfigureAwait(false);
            var (body, isWhole) = await BoundedBody.ReadAsync(response.Content, end.Token).ConfigureAwait(false);
            var answer = new ApiAnswer((int)response.StatusCode, response.Headers, body, isWhole, state.KeyUsed!);
            state.Observer.OnVerbose(FormattableString.Invariant(
                $"{_provider} answered {answer.Status} for '{request.Target}' after {_time.GetElapsedTime(started).TotalSeconds:0.00} s."));
            var judgement = Complete(judge(answer), answer, request);
            state.MayBeAccepted |= request.IsPaid && judgement.Disposition is Disposition.Ambiguous or Disposition.InFlight;
            if (judgement.Disposition == Disposition.Throttled)
            {
                request.Turn.GiveBack();
            }

            return judgement;
        }
        catch (HttpRequestException failure) when (failure.InnerException is EnhanceException local)
        {
            return new Judgement(Disposition.Final, null, local.Error) { Cause = local };
        }
        catch (EnhanceException local)
        {
            return new Judgement(Disposition.Final, null, local.Error) { Cause = local };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Lost(state, Innermost(failure), failure);
        }
        catch (OperationCanceledException timedOut) when (!callerToken.IsCancellationRequested)
        {
            return Lost(state, FormattableString.Invariant($"no answer within {_time.GetElapsedTime(started).TotalSeconds:0} s"), timedOut);
        }
    }

    /// <summary>Ends an attempt: at once, unless the caller stops while the answer to a paid request is on its way.</summary>
    private void End(SendState state, CancellationTokenSource attempt, CancellationToken callerToken)
    {
        var isAwaited = state.Request.IsPaid && callerToken.IsCancellationRequested && state.Progress.Stage == SendStage.Whole;
        if (isAwaited)
        {
            attempt.CancelAfter(_options.StopGrace);
        }
        else
        {
            attempt.Cancel();
        }
    }

    private HttpRequestMessage CreateMessage(SendState state)
    {
        var request = state.Request;
        var key = _settings.ReadCheckedKey();
        state.KeyUsed = key;
        var message = new HttpRequestMessage(request.Method, new Uri(_settings.BaseAddress, request.Path));
        try
        {
            _authorize(message, key);
            if (state.IdempotencyKey is { } idempotencyKey)
            {
                message.Headers.Add("Idempotency-Key", idempotencyKey);
            }

            if (request.CreateBody is { } create)
            {
                // Over HTTP/1.1: uploads that share one HTTP/2 connection share its window too, and wait for each other.
                message.Content = new TrackedContent(create(), state.Progress);
            }
            else
            {
                message.Version = HttpVersion.Version20;
                message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
            }

            return message;
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    /// <summary>Judges an attempt that brought no answer by how much of it went out.</summary>
    private Judgement Lost(SendState state, string why, Exception cause)
    {
        var request = state.Request;
        var wentOut = request.CreateBody is null || state.Progress.Stage == SendStage.Whole;
        var ambiguous = wentOut && request.IsPaid;
        state.MayBeAccepted |= ambiguous;
        var error = new EnhanceError
        {
            Id = ErrorIds.ConnectionFailed,
            Target = request.Target,
            Provider = _provider,
            Message = $"{_provider} at {_settings.BaseAddress} could not be reached for '{request.Target}': {why}.",
        };
        return new Judgement(ambiguous ? Disposition.Ambiguous : Disposition.NotSent, null, error) { Cause = cause };
    }

    private Judgement Complete(Judgement judgement, ApiAnswer answer, ApiRequest request)
    {
        if (answer.IsRedirect)
        {
            judgement = Judgement.Failure(Disposition.Final, new EnhanceError
            {
                Id = ErrorIds.RedirectRefused,
                Message = $"{_provider} at {_settings.BaseAddress} answered with a redirect ({answer.Status}), which is not followed.",
            });
        }

        return judgement with
        {
            Answer = answer,
            Error = judgement.Error is { } error ? error with { Target = request.Target, Provider = _provider, HttpStatus = answer.Status } : null,
        };
    }

    private EnhanceError WithRetryTime(EnhanceError error, ApiAnswer? answer)
    {
        if (answer?.RetryAfter(_time.GetUtcNow()) is not { } wait)
        {
            return error;
        }

        var at = _time.GetUtcNow() + wait;
        var tooLong = wait > _options.MaximumRetryAfter
            ? FormattableString.Invariant($" It asks to wait {wait.TotalSeconds:0} s, until {at:u}; at most {_options.MaximumRetryAfter.TotalSeconds:0} s are waited.")
            : string.Empty;
        return error with { RetryAt = at, Message = error.Message + tooLong };
    }

    private SubmissionUnknownException Unknown(ApiRequest request, string why, EnhanceError? error, Exception? cause) => new(
        new EnhanceError
        {
            Id = ErrorIds.SubmissionUnknown,
            Target = request.Target,
            Provider = _provider,
            ProviderCode = error?.ProviderCode,
            RequestId = error?.RequestId,
            HttpStatus = error?.HttpStatus,
            Message = $"Whether {_provider} accepted '{request.Target}' is not known, it may have been billed: {why.TrimEnd('.')}.",
        },
        cause);

    internal static string Innermost(Exception failure)
    {
        var innermost = failure;
        while (innermost.InnerException is { } inner)
        {
            innermost = inner;
        }

        Debug.Assert(innermost.Message.Length > 0, "Exceptions of the framework have a message.");
        return innermost.Message.TrimEnd('.');
    }
}
