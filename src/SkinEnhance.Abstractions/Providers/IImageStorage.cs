namespace SkinEnhance;

/// <summary>A provider that stores an image before its submission; the submission then contains the image's address.</summary>
public interface IImageStorage
{
    /// <summary>Stores an image, unless it is stored already. Free and repeatable.</summary>
    /// <param name="submission">The submission to come; its source is a file.</param>
    /// <param name="observer">Receives messages about waits and retries.</param>
    /// <param name="cancellationToken">Cancels the upload at once.</param>
    /// <returns>The stored image.</returns>
    /// <exception cref="InvalidImageException">The file changed since it was checked, or cannot be read.</exception>
    /// <exception cref="ProviderException">It could not be stored (<see cref="ErrorIds.UploadFailed"/>), or the provider refused an upload slot.</exception>
    Task<StoredImage> StoreAsync(ProviderSubmission submission, IEnhanceObserver observer, CancellationToken cancellationToken);
}

/// <summary>An image in the upload storage of its provider.</summary>
/// <param name="Address">The address for the provider. Its query may grant access to the image, so no message shows it.</param>
/// <param name="ExpiresAt">When the provider deletes it.</param>
public sealed record StoredImage(Uri Address, DateTimeOffset ExpiresAt);
