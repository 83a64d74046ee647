using System.Diagnostics;
using System.Net;

namespace SkinEnhance.Core.Transport;

/// <summary>Sends all requests that contain a key.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly string _provider;
    private readonly Settings.ProviderSettings _settings;
    private readonly ResilienceOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<HttpRequestMessage, string> _authorize;
    private readonly SendPipeline _pipeline;
    private readonly HttpClient _http;
    private readonly bool _usesSystemProxy;

    /// <param name="provider">The provider's name, for messages.</param>
    /// <param name="settings">Address and key.</param>
    /// <param name="options">Time limits and retries.</param>
    /// <param name="time">The clock.</param>
    /// <param name="authorize">Adds the key to a request in the provider's way.</param>
    /// <param name="connections">The connections; null for connections of its own.</param>
    internal ApiClient(
        string provider, Settings.ProviderSettings settings, ResilienceOptions options, TimeProvider time, Action<HttpRequestMessage, string> authorize, ConnectionPool? connections)
    {
        _provider = provider;
        _settings = settings;
        _options = options;
        _time = time;
        _authorize = authorize;
        _pipeline = new SendPipeline(options, time, settings.ReadKey);
        _usesSystemProxy = connections?.Proxy is null;
        _http = ConnectionPool.CreateApiClient(connections);
    }

    /// <summary>Sends a request, retries it where that is safe, and returns the response's value.</summary>
    /// <typeparam name="T">The value of a success.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads a response: a success with its value, or a failure with its classification.</param>
    /// <param name="observer">Receives a message about every attempt.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The value.</returns>
    /// <exception cref="EnhanceException">The request failed; for a paid request that may have been accepted, a <see cref="SubmissionUnknownException"/>.</exception>
    internal async Task<T> SendAsync<T>(
        ApiRequest request, Func<ApiResponse, AttemptOutcome<T>> read, IEnhanceObserver observer, CancellationToken cancellationToken)
        where T : class
    {
        _settings.Check();
        if (_usesSystemProxy)
        {
            Settings.ProxySettings.CheckEnvironment(_settings.BaseAddress, Environment.GetEnvironmentVariable);
        }

        var state = new SendState<T>(request, observer);
        AttemptOutcome<T>? end;
        try
        {
            end = await _pipeline.RunAsync(state, (current, token) => AttemptAsync(current, read, token, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception broken) when (request.IsPaid && MayBeAccepted(state))
        {
            throw Unknown(request, broken is OperationCanceledException ? "it was cancelled before the response was received" : Innermost(broken), null, broken);
        }

        // A response that was received together with the cancellation still counts: it may have been billed.
        if (end?.Classification == RetryClassification.Success)
        {
            Warn(request, end, observer);
            return end.Value!;
        }

        var error = end?.Error ?? new EnhanceError
        {
            Id = ErrorIds.ServiceUnavailable,
            Target = request.Target,
            Provider = _provider,
            Message = $"{_provider} did not respond for '{request.Target}' in time.",
        };
        if (request.IsPaid && (end?.Classification is RetryClassification.Unknown or RetryClassification.InFlight || MayBeAccepted(state)))
        {
            throw Unknown(request, error.Message, error, end?.Cause);
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw EnhanceException.For(WithRetryTime(error, end?.Response), end?.Cause);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool MayBeAccepted<T>(SendState<T> state)
        where T : class =>
        state.MayBeAccepted || (state.Progress.Stage == SendStage.BodySent && state.Last is null);

    private async Task<AttemptOutcome<T>> AttemptAsync<T>(
        SendState<T> state, Func<ApiResponse, AttemptOutcome<T>> read, CancellationToken attemptToken, CancellationToken callerToken)
        where T : class
    {
        var request = state.Request;
        state.Attempts++;
        state.Last = null;
        state.Progress = new SendProgress();
        state.Progress.Enter();
        var started = _time.GetTimestamp();
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        await using var ending = attemptToken.Register(() => End(state, end, callerToken)).ConfigureAwait(false);
        try
        {
            using var message = CreateMessage(state);
            state.Observer.OnVerbose($"{message.Method} {message.RequestUri} for '{request.Target}', attempt {state.Attempts}.");
            using var received = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, end.Token).ConfigureAwait(false);
            var (body, isComplete) = await BoundedBody.ReadAsync(received.Content, end.Token).ConfigureAwait(false);
            var response = new ApiResponse((int)received.StatusCode, received.Headers, body, isComplete, state.KeyUsed!)
            {
                RetryAfter = RetryAfterHeader.Read(received.Headers, _time.GetUtcNow()),
                BaseAddress = _settings.BaseAddress,
            };
            state.Observer.OnVerbose(FormattableString.Invariant(
                $"{_provider} responded with {response.Status} for '{request.Target}' after {_time.GetElapsedTime(started).TotalSeconds:0.00} s."));
            state.ExpectsContinue &= response.Status != 417;
            var outcome = Complete(read(response), response, state);
            state.MayBeAccepted |= request.IsPaid && outcome.Classification is RetryClassification.Unknown or RetryClassification.InFlight;
            if (outcome.Classification == RetryClassification.Throttled)
            {
                request.Permit.ReportThrottled();
            }

            return outcome;
        }
        catch (HttpRequestException failure) when (failure.InnerException is EnhanceException local)
        {
            return AttemptOutcome<T>.Failure(RetryClassification.Refused, local.Error) with { Cause = local };
        }
        catch (EnhanceException local)
        {
            return AttemptOutcome<T>.Failure(RetryClassification.Refused, local.Error) with { Cause = local };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Lost<T>(state, Innermost(failure), failure);
        }
        catch (OperationCanceledException timedOut) when (!callerToken.IsCancellationRequested)
        {
            return Lost<T>(state, FormattableString.Invariant($"no response within {_time.GetElapsedTime(started).TotalSeconds:0} s"), timedOut);
        }
    }

    /// <summary>Cancels an attempt: at once, unless the caller stops while the response to a paid request is awaited.</summary>
    private void End(SendState state, CancellationTokenSource attempt, CancellationToken callerToken)
    {
        var isAwaited = state.Request.IsPaid && callerToken.IsCancellationRequested && state.Progress.Stage == SendStage.BodySent;
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
                // HTTP/1.1: uploads on one HTTP/2 connection share its flow-control window and delay each other.
                message.Content = new TrackedContent(create(), state.Progress);
                message.Headers.ExpectContinue = ConnectionPool.IsLarge(message.Content) && state.ExpectsContinue;
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

    /// <summary>Classifies an attempt without a response by how much of the request was sent.</summary>
    private AttemptOutcome<T> Lost<T>(SendState state, string why, Exception cause)
        where T : class
    {
        var request = state.Request;
        var isSent = request.CreateBody is null || state.Progress.Stage == SendStage.BodySent;
        var ambiguous = isSent && request.IsPaid;
        var lasting = ambiguous ? null : ConnectionFault.Read(cause, _settings.BaseAddress);
        state.MayBeAccepted |= ambiguous;
        var error = new EnhanceError
        {
            Id = lasting?.Id ?? ErrorIds.ConnectionFailed,
            Target = request.Target,
            Provider = _provider,
            Message = $"{_provider} at {_settings.BaseAddress} could not be reached for '{request.Target}': {lasting?.Why ?? why}.",
        };
        var classification = ambiguous ? RetryClassification.Unknown : lasting is null ? RetryClassification.NotSent : RetryClassification.Refused;
        return AttemptOutcome<T>.Failure(classification, error) with { Cause = cause };
    }

    /// <summary>Completes the outcome of a response with data of its request.</summary>
    private AttemptOutcome<T> Complete<T>(AttemptOutcome<T> outcome, ApiResponse response, SendState state)
        where T : class
    {
        var request = state.Request;
        if (response.IsRedirect)
        {
            outcome = AttemptOutcome<T>.Failure(request.IsPaid ? RetryClassification.Unknown : RetryClassification.Refused, new EnhanceError
            {
                Id = ErrorIds.RedirectRefused,
                Message = $"{_provider} at {_settings.BaseAddress} responded with a redirect ({response.Status}), which is not followed.",
            }) with
            { IsLasting = true };
        }

        if (request.IsPaid && outcome.Classification == RetryClassification.Unknown && state.Progress.Stage != SendStage.BodySent)
        {
            outcome = NotSent(outcome, response.Status);
        }

        return outcome with
        {
            Response = response,
            Error = outcome.Error is { } error ? error with { Target = request.Target, Provider = _provider, HttpStatus = response.Status } : null,
        };
    }

    /// <summary>Classifies an unclear response that was received before the whole body was sent: nothing is billed, whatever its origin.</summary>
    private static AttemptOutcome<T> NotSent<T>(AttemptOutcome<T> outcome, int status)
        where T : class
    {
        // A refusal of the size or of the client applies to the next attempt too. After 417 the next attempt omits Expect: 100-continue.
        var mayPass = status is 408 or 417 or 425 or 429 or >= 500;
        var error = outcome.Error!;
        return outcome with
        {
            Classification = mayPass ? RetryClassification.NotSent : RetryClassification.Refused,
            Error = error with
            {
                Id = status == 413 ? ErrorIds.RequestRejected : error.Id,
                Message = $"{error.Message.TrimEnd('.')}. The response was received before the image was sent, so nothing was billed.",
            },
        };
    }

    private void Warn(ApiRequest request, AttemptOutcome success, IEnhanceObserver observer)
    {
        if (success.Warning is not { } oddity)
        {
            return;
        }

        var message = $"{_provider} accepted '{request.Target}' ({success.Response!.Status}), and the response also contains '{oddity}'.";
        if (request.IsPaid)
        {
            observer.OnWarning(message);
        }
        else
        {
            observer.OnVerbose(message);
        }
    }

    private EnhanceError WithRetryTime(EnhanceError error, ApiResponse? response)
    {
        if (response?.RetryAfter is not { } wait)
        {
            return error;
        }

        var at = _time.GetUtcNow() + wait;
        var tooLong = wait > _options.MaximumRetryAfter
            ? FormattableString.Invariant($" Retry-After is {wait.TotalSeconds:0} s, until {at:u}; SkinEnhance waits for at most {_options.MaximumRetryAfter.TotalSeconds:0} s.")
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
            Message = $"It is not known whether {_provider} accepted '{request.Target}'; it may have been billed: {why.TrimEnd('.')}.",
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

/// <summary>One logical request to a provider, which may be sent several times.</summary>
internal sealed record ApiRequest
{
    internal required HttpMethod Method { get; init; }

    /// <summary>The path relative to the provider's base address, without a leading slash.</summary>
    internal required string Path { get; init; }

    /// <summary>The file or the task, for messages.</summary>
    internal required string Target { get; init; }

    /// <summary>The time limit of one attempt.</summary>
    internal required TimeSpan AttemptTimeout { get; init; }

    /// <summary>Creates the body of one attempt; called for each attempt.</summary>
    internal Func<HttpContent>? CreateBody { get; init; }

    /// <summary>Whether the provider bills it, so that a resend may be billed again.</summary>
    internal bool IsPaid { get; init; }

    /// <summary>Whether to send it again although it may have been accepted.</summary>
    internal bool ResendAmbiguous { get; init; }

    /// <summary>Identifies the logical submission; null when the provider does not support idempotency keys.</summary>
    internal string? IdempotencyKey { get; init; }

    /// <summary>The submission's permit; free requests need none.</summary>
    internal ISubmissionPermit Permit { get; init; } = UnlimitedPermit.Instance;

    /// <summary>Returns a new idempotency key when the provider has stored an error under the current one.</summary>
    internal Func<string> RenewIdempotencyKey { get; init; } = static () => throw new InvalidOperationException("A request without a key has none to renew.");
}
