namespace SkinEnhance;

/// <summary>A provider refused, failed or could not be reached.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class ProviderException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);
