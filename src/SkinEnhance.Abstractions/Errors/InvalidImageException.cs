namespace SkinEnhance;

/// <summary>An image was refused before anything was sent.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class InvalidImageException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);
