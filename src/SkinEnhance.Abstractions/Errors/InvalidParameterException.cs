namespace SkinEnhance;

/// <summary>A parameter was refused before anything was sent.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class InvalidParameterException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);
