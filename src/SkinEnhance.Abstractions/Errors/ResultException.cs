namespace SkinEnhance;

/// <summary>A finished result could not be downloaded or written; it is still at the provider.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class ResultException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);
