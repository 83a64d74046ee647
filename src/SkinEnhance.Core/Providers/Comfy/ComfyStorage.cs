using SkinEnhance.Core.Images;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Providers.Comfy;

/// <summary>Comfy's upload storage (docs/providers.md, section 1, "Upload instead of Base64"): ask for a place, fill it unless it is full.</summary>
internal sealed class ComfyStorage(ApiClient api, ResilienceOptions options, TimeProvider time, ConnectionPool? connections) : IDisposable
{
    // A submission may be tried again for a quarter of an hour, and the service fetches the image when it comes to it.
    private static readonly TimeSpan ShortestStay = TimeSpan.FromMinutes(30);

    private readonly ImageUploader _uploader = new(ComfyOperations.ProviderName, options, time, connections);

    /// <summary>Stores an image, unless it lies there already.</summary>
    internal async Task<StoredImage> StoreAsync(ProviderSubmission submission, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var hash = submission.ImageSha256 ?? await ImageFile.HashAsync(submission, cancellationToken).ConfigureAwait(false);
        var place = await AskAsync(submission, hash, observer, cancellationToken).ConfigureAwait(false);
        if (place.Upload is null && place.Image.ExpiresAt - time.GetUtcNow() < ShortestStay)
        {
            // Only by its hash is it known there, so without one there is a new place with a whole day before it.
            observer.OnVerbose($"'{submission.Source}' lies in Comfy's storage until {place.Image.ExpiresAt:u} only and is stored anew.");
            place = await AskAsync(submission, hash: null, observer, cancellationToken).ConfigureAwait(false);
        }

        if (place.Upload is { } address)
        {
            await _uploader.UploadAsync(address, submission, observer, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            observer.OnVerbose($"'{submission.Source}' lies in Comfy's storage already and is not sent.");
        }

        // What lies there is what was hashed; a file that was written since is another image.
        await ImageFile.OpenForUpload(submission).DisposeAsync().ConfigureAwait(false);
        return place.Image;
    }

    /// <inheritdoc/>
    public void Dispose() => _uploader.Dispose();

    private Task<UploadSlot> AskAsync(ProviderSubmission submission, string? hash, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var request = new ApiRequest
        {
            Method = HttpMethod.Post,
            Path = "customers/storage",
            Target = submission.Source.ToString(),
            AttemptTimeout = options.QueryTimeout,
            CreateBody = () => ComfyBody.CreateSlotRequest(submission.Image!.Format, hash),
        };
        return api.SendAsync(request, answer => ComfyResponse.ReadUploadSlot(answer, time.GetUtcNow()), observer, cancellationToken);
    }
}

/// <summary>A place in Comfy's upload storage (docs/providers.md, section 1, "Upload instead of Base64").</summary>
/// <param name="Upload">Where the image is put; null when it lies there already.</param>
/// <param name="Image">Where Comfy fetches it.</param>
internal sealed record UploadSlot(Uri? Upload, StoredImage Image);
