namespace SkinEnhance;

/// <summary>The base of everything that SkinEnhance throws for a foreseen cause.</summary>
public class EnhanceException : Exception
{
    /// <summary>Creates the exception for an error.</summary>
    /// <param name="error">The error; its message becomes the exception's.</param>
    /// <param name="inner">What caused it, if anything.</param>
    public EnhanceException(EnhanceError error, Exception? inner = null)
        : base((error ?? throw new ArgumentNullException(nameof(error))).Message, inner) => Error = error.CausedBy(this);

    /// <summary>The error in full, with this exception behind it: what is kept of the error keeps the stack.</summary>
    public EnhanceError Error { get; }

    /// <summary>Makes the exception type that belongs to the error's kind.</summary>
    /// <param name="error">The error.</param>
    /// <param name="inner">What caused it; what is behind the error already when null.</param>
    /// <returns>An exception to throw.</returns>
    public static EnhanceException For(EnhanceError error, Exception? inner = null)
    {
        ArgumentNullException.ThrowIfNull(error);
        inner ??= error.GetCause();
        return error.Kind switch
        {
            EnhanceErrorKind.InvalidParameter => new InvalidParameterException(error, inner),
            EnhanceErrorKind.InvalidImage => new InvalidImageException(error, inner),
            EnhanceErrorKind.InvalidSetting => new InvalidSettingException(error, inner),
            EnhanceErrorKind.SubmissionUnknown => new SubmissionUnknownException(error, inner),
            EnhanceErrorKind.Timeout => new TaskTimeoutException(error, inner),
            EnhanceErrorKind.Download or EnhanceErrorKind.Destination => new ResultException(error, inner),
            EnhanceErrorKind.Stopped => new EnhanceException(error, inner),
            _ => new ProviderException(error, inner),
        };
    }
}

/// <summary>A parameter was refused before anything was sent.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class InvalidParameterException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);

/// <summary>An image was refused before anything was sent.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class InvalidImageException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);

/// <summary>A key or an address is missing or wrong; nothing was sent.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class InvalidSettingException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);

/// <summary>A provider refused, failed or could not be reached.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class ProviderException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);

/// <summary>A finished result could not be downloaded or written; it is still at the provider.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class ResultException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);

/// <summary>A paid request may or may not have been accepted. It must not be sent again without a look at the provider's books.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class SubmissionUnknownException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);

/// <summary>A task did not end in the time given; it goes on at the provider.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">What caused it, if anything.</param>
public sealed class TaskTimeoutException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);
