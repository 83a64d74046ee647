namespace SkinEnhance;

/// <summary>An image in the upload storage of its provider.</summary>
/// <param name="Address">Where the provider fetches it. Its query may open it to whoever has it, so it is shown in no message.</param>
/// <param name="ExpiresAt">Until when it lies there.</param>
public sealed record StoredImage(Uri Address, DateTimeOffset ExpiresAt);
