namespace SkinEnhance;

/// <summary>A task did not end in the time given; it goes on at the provider.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class TaskTimeoutException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);
