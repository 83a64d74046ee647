using SkinEnhance.Core.Images;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Providers.Comfy;

/// <summary>Comfy's upload storage (docs/providers.md, section 1, "Upload instead of Base64"): requests an upload slot and uploads the image unless it is stored already.</summary>
internal sealed class ComfyStorage(ApiClient api, ResilienceOptions options, TimeProvider time, ConnectionPool? connections) : IDisposable
{
    // A submission may be retried for a quarter of an hour, and the service downloads the image when the task starts.
    private static readonly TimeSpan ShortestStay = TimeSpan.FromMinutes(30);

    private readonly ImageUploader _uploader = new(ComfyOperations.ProviderName, options, time, connections);

    /// <summary>Stores an image, unless it is stored already.</summary>
    internal async Task<StoredImage> StoreAsync(ProviderSubmission submission, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var hash = submission.ImageSha256 ?? await ImageFile.HashAsync(submission, cancellationToken).ConfigureAwait(false);
        var slot = await RequestSlotAsync(submission, hash, observer, cancellationToken).ConfigureAwait(false);
        if (slot.Upload is null && slot.Image.ExpiresAt - time.GetUtcNow() < ShortestStay)
        {
            // The storage identifies images by their hash; a request without one gets a new slot with a full day.
            observer.OnVerbose($"'{submission.Source}' is in Comfy's storage until {slot.Image.ExpiresAt:u} only, and is stored again.");
            slot = await RequestSlotAsync(submission, hash: null, observer, cancellationToken).ConfigureAwait(false);
        }

        if (slot.Upload is { } address)
        {
            await _uploader.UploadAsync(address, submission, observer, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            observer.OnVerbose($"'{submission.Source}' is in Comfy's storage already, and is not uploaded.");
        }

        // The stored image is the one that was hashed; a file that was written since is another image.
        await ImageFile.OpenForUpload(submission).DisposeAsync().ConfigureAwait(false);
        return slot.Image;
    }

    /// <inheritdoc/>
    public void Dispose() => _uploader.Dispose();

    private Task<UploadSlot> RequestSlotAsync(ProviderSubmission submission, string? hash, IEnhanceObserver observer, CancellationToken cancellationToken)
    {
        var request = new ApiRequest
        {
            Method = HttpMethod.Post,
            Path = "customers/storage",
            Target = submission.Source.ToString(),
            AttemptTimeout = options.QueryTimeout,
            CreateBody = () => ComfyBody.CreateSlotRequest(submission.Image!.Format, hash),
        };
        return api.SendAsync(request, response => ComfyResponse.ReadUploadSlot(response, time.GetUtcNow()), observer, cancellationToken);
    }
}

/// <summary>An upload slot in Comfy's storage (docs/providers.md, section 1, "Upload instead of Base64").</summary>
/// <param name="Upload">The address for the upload; null when the image is stored already.</param>
/// <param name="Image">The address for Comfy's download.</param>
internal sealed record UploadSlot(Uri? Upload, StoredImage Image);
