using System.Buffers;
using SkinEnhance.Core.Imaging;
using SkinEnhance.Core.Resilience;

namespace SkinEnhance.Core.Http;

/// <summary>Fetches results from the addresses that a provider names, without any key, and never asks for the work again.</summary>
internal sealed class ResultDownloader(ResilienceOptions options, TimeProvider time) : IDisposable
{
    private const int BufferLength = 64 * 1024;

    private readonly DownloadPipeline _pipeline = new(options, time);
    private readonly HttpClient _http = HttpHandlers.CreateDownloadClient();

    /// <summary>Writes a result into a file that has no final name yet.</summary>
    /// <returns>The format of its bytes.</returns>
    /// <exception cref="ProviderException">The result is gone (<see cref="ErrorIds.ResultExpired"/>).</exception>
    /// <exception cref="ResultException">It could not be had, is no image, or could not be written.</exception>
    internal async Task<ImageFormat> DownloadAsync(Uri address, AtomicFile file, string target, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var attempts = 0;
        try
        {
            return await _pipeline.RunAsync(
                async token =>
                {
                    observer.OnVerbose($"GET {WithoutQuery(address)} for '{target}', attempt {++attempts}.");
                    return await AttemptAsync(address, file, target, token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (DownloadInterruptedException failure)
        {
            throw Error(ErrorIds.DownloadFailed, target, $"The result of '{target}' could not be downloaded from {address} in {attempts} attempts: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async ValueTask<ImageFormat> AttemptAsync(Uri address, AtomicFile file, string target, CancellationToken cancellationToken)
    {
        using var stall = new CancellationTokenSource(options.DownloadStallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            using var response = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            ThrowIfRefused(response, address, target);
            var format = await CopyAsync(response.Content, file, () => stall.CancelAfter(options.DownloadStallTimeout), either.Token).ConfigureAwait(false);
            return format != ImageFormat.Unknown
                ? format
                : throw Error(ErrorIds.ResultNotAnImage, target, $"The result of '{target}' at {address} is no image ({response.Content.Headers.ContentType?.MediaType ?? "no type named"}).");
        }
        catch (OperationCanceledException stalled) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DownloadInterruptedException($"nothing came for {options.DownloadStallTimeout.TotalSeconds:0} s.", inner: stalled);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            // What the disk refuses comes as a ResultException, so this is the network.
            throw new DownloadInterruptedException($"the connection failed ({failure.Message.TrimEnd('.')}).", inner: failure);
        }
    }

    private static async Task<ImageFormat> CopyAsync(HttpContent content, AtomicFile file, Action onBytes, CancellationToken cancellationToken)
    {
        file.Restart();
        var expected = content.Headers.ContentLength;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var start = await stream.ReadAtLeastAsync(buffer, ImageFormats.SignatureLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                var format = ImageFormats.Detect(buffer.AsSpan(0, start));
                long length = 0;
                for (var read = start; read > 0; read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false))
                {
                    onBytes();
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                    length += read;
                }

                return length == 0 || length != (expected ?? length)
                    ? throw new DownloadInterruptedException($"{length} bytes came where {expected?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "some"} were announced.")
                    : format;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void ThrowIfRefused(HttpResponseMessage response, Uri address, string target)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        // A signed address that has run out answers 403 at the usual stores.
        if (status is 403 or 404 or 410)
        {
            throw EnhanceException.For(new EnhanceError
            {
                Id = ErrorIds.ResultExpired,
                Target = target,
                HttpStatus = status,
                Message = $"The result of '{target}' is no longer at {address} ({status}).",
            });
        }

        if (status is 408 or 425 or 429 or >= 500)
        {
            throw new DownloadInterruptedException($"the host answered {status}.", RetryAfterHeader.Read(response.Headers, time.GetUtcNow()));
        }

        throw Error(ErrorIds.DownloadFailed, target, $"The result of '{target}' could not be downloaded from {address}: the host answered {status}.");
    }

    // The query holds the signature that opens the address; a log does not need it.
    private static string WithoutQuery(Uri address) => address.GetLeftPart(UriPartial.Path);

    private static ResultException Error(string id, string target, string message, Exception? inner = null) =>
        new(new EnhanceError { Id = id, Target = target, Message = message }, inner);
}
