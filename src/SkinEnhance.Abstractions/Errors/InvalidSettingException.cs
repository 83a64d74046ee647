namespace SkinEnhance;

/// <summary>A key or an address is missing or wrong; nothing was sent.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class InvalidSettingException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);
