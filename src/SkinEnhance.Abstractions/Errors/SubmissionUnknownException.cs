namespace SkinEnhance;

/// <summary>A paid request may or may not have been accepted. It must not be sent again without a look at the provider's books.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class SubmissionUnknownException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);
