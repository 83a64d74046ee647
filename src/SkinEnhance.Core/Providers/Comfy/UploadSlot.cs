namespace SkinEnhance.Core.Providers.Comfy;

/// <summary>A place in Comfy's upload storage (docs/providers.md, section 1, "Upload instead of Base64").</summary>
/// <param name="Upload">Where the image is put; null when it lies there already.</param>
/// <param name="Image">Where Comfy fetches it.</param>
internal sealed record UploadSlot(Uri? Upload, StoredImage Image);
