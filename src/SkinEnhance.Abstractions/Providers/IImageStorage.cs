namespace SkinEnhance;

/// <summary>A provider that takes an image ahead of its submission, which then names the image by an address.</summary>
public interface IImageStorage
{
    /// <summary>Stores an image, unless it lies there already. Nothing is billed, so it may be repeated.</summary>
    /// <param name="submission">What is to be submitted; its source is a file.</param>
    /// <param name="observer">Is told of waits and retries.</param>
    /// <param name="cancellationToken">Stops it at once.</param>
    /// <returns>Where the image lies.</returns>
    /// <exception cref="InvalidImageException">The file changed since it was checked, or cannot be read.</exception>
    /// <exception cref="ProviderException">It could not be stored (<see cref="ErrorIds.UploadFailed"/>), or the provider does not give it a place.</exception>
    Task<StoredImage> StoreAsync(ProviderSubmission submission, IEnhanceObserver observer, CancellationToken cancellationToken);
}

/// <summary>An image in the upload storage of its provider.</summary>
/// <param name="Address">Where the provider fetches it. Its query may open it to whoever has it, so it is shown in no message.</param>
/// <param name="ExpiresAt">Until when it lies there.</param>
public sealed record StoredImage(Uri Address, DateTimeOffset ExpiresAt);
