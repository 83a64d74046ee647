using System.Net.Http.Headers;
using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Transport;

/// <summary>Uploads images to addresses of a provider's upload storage, without a key.</summary>
internal sealed class ImageUploader : IDisposable
{
    // As in ImagePart: small enough to stay off the large-object heap.
    private const int BufferLength = 64 * 1024;

    private readonly string _provider;
    private readonly ResilienceOptions _options;
    private readonly TimeProvider _time;
    private readonly SendPipeline _pipeline;
    private readonly HttpClient _http;

    /// <param name="provider">The provider's name, for messages.</param>
    /// <param name="options">Time limits and retries.</param>
    /// <param name="time">The clock.</param>
    /// <param name="connections">The connections; null for connections of its own.</param>
    internal ImageUploader(string provider, ResilienceOptions options, TimeProvider time, ConnectionPool? connections)
    {
        _http = ConnectionPool.CreateApiClient(connections);
        _provider = provider;
        _options = options;
        _time = time;

        // The address grants access; there is no key that could have changed.
        _pipeline = new SendPipeline(options, time, static () => null);
    }

    /// <summary>Uploads a checked image, its bytes unchanged. It is free, so any failure that may be transient is retried.</summary>
    /// <param name="address">The address; it grants write access.</param>
    /// <param name="submission">The image file; it must not have changed since the check.</param>
    /// <param name="observer">Receives a message about every attempt.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <exception cref="InvalidImageException">The file changed since it was checked, or cannot be read.</exception>
    /// <exception cref="ProviderException">The storage cannot be reached or refuses the image (<see cref="ErrorIds.UploadFailed"/>).</exception>
    internal async Task UploadAsync(Uri address, ProviderSubmission submission, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var request = new ApiRequest
        {
            Method = HttpMethod.Put,
            Path = WithoutQuery(address),
            Target = submission.Source.ToString(),
            AttemptTimeout = _options.UploadTimeout(submission.Image!.Length),
        };
        var state = new SendState<ApiResponse>(request, observer);
        var end = await _pipeline.RunAsync(
            state, (current, token) => AttemptAsync(current, address, submission, token, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (end?.Classification == RetryClassification.Success)
        {
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw EnhanceException.For(end?.Error ?? Error(request, "did not respond in time", null), end?.Cause);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<AttemptOutcome<ApiResponse>> AttemptAsync(
        SendState<ApiResponse> state, Uri address, ProviderSubmission submission, CancellationToken attemptToken, CancellationToken callerToken)
    {
        var request = state.Request;
        state.Attempts++;
        state.Last = null;
        state.Progress = new SendProgress();
        state.Progress.Enter();
        var started = _time.GetTimestamp();
        try
        {
            using var message = new HttpRequestMessage(request.Method, address) { Content = new TrackedContent(CreateBody(submission), state.Progress) };
            message.Headers.ExpectContinue = ConnectionPool.IsLarge(message.Content) && state.ExpectsContinue;
            state.Observer.OnVerbose($"{message.Method} {request.Path} for '{request.Target}', attempt {state.Attempts}.");
            using var received = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, attemptToken).ConfigureAwait(false);
            var (body, isComplete) = await BoundedBody.ReadAsync(received.Content, attemptToken).ConfigureAwait(false);
            var response = new ApiResponse((int)received.StatusCode, received.Headers, body, isComplete, secret: string.Empty)
            {
                RetryAfter = RetryAfterHeader.Read(received.Headers, _time.GetUtcNow()),
            };
            state.Observer.OnVerbose(FormattableString.Invariant(
                $"The storage of {_provider} responded with {response.Status} for '{request.Target}' after {_time.GetElapsedTime(started).TotalSeconds:0.00} s."));
            state.ExpectsContinue &= response.Status != 417;
            return Read(response, request);
        }
        catch (EnhanceException local)
        {
            return AttemptOutcome<ApiResponse>.Failure(RetryClassification.Refused, local.Error) with { Cause = local };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return ConnectionFault.Read(failure, address) is (_, var why)
                ? AttemptOutcome<ApiResponse>.Failure(RetryClassification.Refused, Error(request, $"could not be reached: {why}", null)) with { Cause = failure }
                : Lost(request, $"could not be reached: {ApiClient.Innermost(failure)}", failure);
        }
        catch (OperationCanceledException timedOut) when (!callerToken.IsCancellationRequested)
        {
            return Lost(request, FormattableString.Invariant($"did not respond within {_time.GetElapsedTime(started).TotalSeconds:0} s"), timedOut);
        }
    }

    private static StreamContent CreateBody(ProviderSubmission submission)
    {
        var body = new StreamContent(ImageFile.OpenForUpload(submission), BufferLength);
        body.Headers.ContentType = new MediaTypeHeaderValue(ImageFormats.MediaType(submission.Image!.Format));
        return body;
    }

    private AttemptOutcome<ApiResponse> Read(ApiResponse response, ApiRequest request)
    {
        if (response.IsSuccess)
        {
            return AttemptOutcome<ApiResponse>.Success(response);
        }

        var classification = response.Status switch
        {
            429 => RetryClassification.Throttled,
            408 or 417 or 425 or >= 500 => RetryClassification.Unknown,
            _ => RetryClassification.Refused,
        };

        // The response's text is not shown: a storage that refuses a signature repeats it.
        var how = response.IsRedirect
            ? $"responded with a redirect ({response.Status}), which is not followed"
            : $"responded with {response.Status}";
        return AttemptOutcome<ApiResponse>.Failure(classification, Error(request, how, response)) with { Response = response };
    }

    // Retried however much was sent: an upload is not billed, and the same bytes at the same address have no further effect.
    private AttemptOutcome<ApiResponse> Lost(ApiRequest request, string how, Exception cause) =>
        AttemptOutcome<ApiResponse>.Failure(RetryClassification.NotSent, Error(request, how, null)) with { Cause = cause };

    private EnhanceError Error(ApiRequest request, string how, ApiResponse? response) => new()
    {
        Id = ErrorIds.UploadFailed,
        Target = request.Target,
        Provider = _provider,
        HttpStatus = response?.Status,
        RetryAt = _time.GetUtcNow() + response?.RetryAfter,
        Message = $"'{request.Target}' could not be stored: the storage of {_provider} at {request.Path} {how}.",
    };

    // The query contains the signature that grants access to the address; a log does not need it.
    private static string WithoutQuery(Uri address) => address.GetLeftPart(UriPartial.Path);
}
