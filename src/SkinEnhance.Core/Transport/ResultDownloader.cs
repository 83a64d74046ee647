using System.Buffers;
using System.Net;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Transport;

/// <summary>Downloads results from addresses in a provider's responses, without a key.</summary>
internal sealed class ResultDownloader(ResilienceOptions options, TimeProvider time, ConnectionPool? connections) : IDisposable
{
    private const int BufferLength = 64 * 1024;

    private readonly DownloadPipeline _pipeline = new(options, time);
    private readonly HttpClient _http = ConnectionPool.CreateDownloadClient(connections);

    /// <summary>Whether an error is the host's refusal of the address. It may be transient: a new file may take a while to be available everywhere.</summary>
    internal static bool IsRefusal(EnhanceError error) => IsRefusal(error.HttpStatus);

    /// <summary>Downloads a result into a temporary file.</summary>
    /// <param name="address">The address of the result.</param>
    /// <param name="file">The file; its content is replaced.</param>
    /// <param name="target">The image or the task, for messages.</param>
    /// <param name="limits">The limits on size and retries.</param>
    /// <param name="observer">Receives a message about every attempt.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <returns>The image's format.</returns>
    /// <exception cref="ResultException">It could not be downloaded completely, is not an image, is too large, or could not be written.</exception>
    internal async Task<ImageFormat> DownloadAsync(
        Uri address, AtomicFile file, string target, DownloadLimits limits, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var exact = ExactUri.TryCreate(address.OriginalString)
            ?? throw Error(ErrorIds.ResultAddressRefused, target, $"The result of '{target}' is not downloaded: its address is not an http or https address.");
        var download = new Download(exact, file, target, limits);
        var attempts = 0;
        try
        {
            return await _pipeline.RunAsync(
                async token =>
                {
                    observer.OnVerbose($"GET {ResultAddress.WithoutQuery(exact)} for '{target}', attempt {++attempts}.");
                    try
                    {
                        return await AttemptAsync(download, token).ConfigureAwait(false);
                    }
                    catch (DownloadInterruptedException failure)
                    {
                        observer.OnVerbose($"The download for '{target}' failed: {failure.Message}");
                        throw;
                    }
                },
                limits.Patience,
                cancellationToken).ConfigureAwait(false);
        }
        catch (DownloadInterruptedException failure)
        {
            var times = attempts == 1 ? "1 attempt" : $"{attempts} attempts";
            throw Error(
                failure.Id, target, $"The result of '{target}' could not be downloaded from {ResultAddress.WithoutQuery(exact)} in {times}: {failure.Message}", failure, failure.Status);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async ValueTask<ImageFormat> AttemptAsync(Download download, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(options.DownloadStallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        long received = 0;
        try
        {
            using var response = await OpenAsync(download, either.Token).ConfigureAwait(false);
            ThrowIfRefused(response);
            return await CopyAsync(response, download, Received, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException stalled) when (!cancellationToken.IsCancellationRequested)
        {
            var seconds = time.GetElapsedTime(started).TotalSeconds;
            throw new DownloadInterruptedException(FormattableString.Invariant($"{received} bytes were received in {seconds:0} s, which is too slow."), inner: stalled);
        }
        catch (DownloadInterruptedException noImage) when (noImage.Id == ErrorIds.ResultNotAnImage)
        {
            download.Misread++;
            throw;
        }
        catch (Exception misread) when (misread is InvalidDataException or InvalidOperationException)
        {
            download.Misread++;
            throw new DownloadInterruptedException("its bytes do not match its Content-Encoding header.", inner: misread);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            // An error of the disk is a ResultException, so this is an error of the network.
            var why = ConnectionFault.Read(failure, download.Address)?.Why ?? failure.Message.TrimEnd('.');
            throw new DownloadInterruptedException($"the connection failed ({why}).", inner: failure);
        }

        // A body may pause for a while, and may take as long as its bytes need at the slowest accepted rate.
        void Received(long bytes)
        {
            received = bytes;
            var left = options.DownloadTimeout(bytes) - time.GetElapsedTime(started);
            deadline.CancelAfter(left < TimeSpan.Zero ? TimeSpan.Zero : left < options.DownloadStallTimeout ? left : options.DownloadStallTimeout);
        }
    }

    /// <summary>Requests the address and follows allowed redirects.</summary>
    private async Task<HttpResponseMessage> OpenAsync(Download download, CancellationToken cancellationToken)
    {
        var current = download.Address;
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, current);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return response;
            }

            using (response)
            {
                var from = current;
                var location = response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.FirstOrDefault() : null;
                var refusal = redirects == RedirectRule.Most ? $"it is the {redirects + 1}th in a row" : RedirectRule.Refusal(from, location, out current);
                if (refusal is not null)
                {
                    throw Error(
                        ErrorIds.ResultAddressRefused,
                        download.Target,
                        $"The result of '{download.Target}' is not downloaded: '{from.Host}' responded with {(int)response.StatusCode}, a redirect that is not followed, because {refusal}.",
                        status: (int)response.StatusCode);
                }
            }
        }
    }

    private static async Task<ImageFormat> CopyAsync(HttpResponseMessage response, Download download, Action<long> onBytes, CancellationToken cancellationToken)
    {
        var file = download.File;
        file.Restart();
        var content = response.Content;

        // Without a length, a connection that broke looks like a complete response; and a partial response, which was not requested, is not the
        // whole image.
        var isFramed = response.StatusCode != HttpStatusCode.PartialContent
            && (content.Headers.ContentLength is not null || response.Headers.TransferEncodingChunked == true || response.Version.Major >= 2);
        var codings = content.Headers.ContentEncoding;
        ThrowIfTooLarge(codings.Count == 0 ? content.Headers.ContentLength ?? 0 : 0, download);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var stream = ContentCoding.Decode(body, codings, download.Misread);
            await using (stream.ConfigureAwait(false))
            {
                var start = await stream.ReadAtLeastAsync(buffer, ImageFormats.SignatureLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                var format = ImageFormats.Detect(buffer.AsSpan(0, start));
                var end = new ImageEnd(format);
                for (var read = start; read > 0; read = await ReadAsync().ConfigureAwait(false))
                {
                    ThrowIfTooLarge(file.Length + read, download);
                    end.Append(buffer.AsSpan(0, read));
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                    onBytes(file.Length);
                }

                ThrowIfNotWhole(format, end, isFramed, file.Length, content);
                return format;

                async ValueTask<int> ReadAsync()
                {
                    try
                    {
                        return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                    }
                    catch (Exception failure) when (end.IsSeen && !isFramed && failure is HttpRequestException or IOException)
                    {
                        // Some hosts reset the connection instead of closing it; the image is complete.
                        return 0;
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void ThrowIfNotWhole(ImageFormat format, ImageEnd end, bool isFramed, long length, HttpContent content)
    {
        if (length == 0)
        {
            throw new DownloadInterruptedException("the response has no content.");
        }

        if (format == ImageFormat.Unknown)
        {
            var type = content.Headers.ContentType?.MediaType ?? "no media type";
            throw new DownloadInterruptedException($"the response is not a supported image ({type}, {length} bytes).", id: ErrorIds.ResultNotAnImage);
        }

        if (ImageEnd.Missing(format) is { } missing)
        {
            if (!end.IsSeen)
            {
                throw new DownloadInterruptedException($"the {format} image is truncated after {length} bytes: {missing}.");
            }
        }
        else if (!isFramed)
        {
            throw new DownloadInterruptedException($"{length} bytes of a {format} image were received, and neither the response nor the format shows whether they are complete.");
        }
    }

    private static void ThrowIfTooLarge(long length, Download download)
    {
        if (length > download.Limits.MaximumBytes)
        {
            throw Error(
                ErrorIds.DownloadTooLarge,
                download.Target,
                $"The result of '{download.Target}' at {ResultAddress.WithoutQuery(download.Address)} has at least {length} bytes; -MaxResultBytes (--max-result-bytes) allows {download.Limits.MaximumBytes}.");
        }
    }

    private void ThrowIfRefused(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (!response.IsSuccessStatusCode)
        {
            throw new DownloadInterruptedException($"the host responded with {status}.", RetryAfterHeader.Read(response.Headers, time.GetUtcNow()))
            {
                Status = status,
                IsRefusal = IsRefusal(status),
            };
        }
    }

    // The usual storages respond with 400, 401 or 403 to an expired signature, and possibly to a file that is not available on every server yet.
    private static bool IsRefusal(int? status) => status is (>= 300 and < 500) and not (408 or 425 or 429);

    private static ResultException Error(string id, string target, string message, Exception? inner = null, int? status = null) =>
        new(new EnhanceError { Id = id, Target = target, HttpStatus = status, Message = message }, inner);

    /// <summary>One download, with all its attempts.</summary>
    private sealed class Download(Uri address, AtomicFile file, string target, DownloadLimits limits)
    {
        internal Uri Address => address;

        internal AtomicFile File => file;

        internal string Target => target;

        internal DownloadLimits Limits => limits;

        /// <summary>How many attempts failed to decode the body; the next one decodes differently.</summary>
        internal int Misread { get; set; }
    }
}

/// <summary>The limits of one download.</summary>
/// <param name="MaximumBytes">The most bytes of the decoded image.</param>
/// <param name="Patience">How long an address that the host refuses is retried.</param>
internal sealed record DownloadLimits(long MaximumBytes, TimeSpan Patience);
