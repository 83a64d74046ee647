namespace SkinEnhance;

/// <summary>The base class of all exceptions that SkinEnhance throws for an expected error.</summary>
public class EnhanceException : Exception
{
    /// <summary>Creates the exception for an error.</summary>
    /// <param name="error">The error; its message is the exception's message.</param>
    /// <param name="inner">The cause; null for none.</param>
    public EnhanceException(EnhanceError error, Exception? inner = null)
        : base((error ?? throw new ArgumentNullException(nameof(error))).Message, inner) => Error = error.CausedBy(this);

    /// <summary>The error; its <see cref="EnhanceError.GetCause"/> returns this exception.</summary>
    public EnhanceError Error { get; }

    /// <summary>Creates the exception type for the error's kind.</summary>
    /// <param name="error">The error.</param>
    /// <param name="inner">The cause; null for the one that the error has already.</param>
    /// <returns>The exception to throw.</returns>
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
/// <param name="inner">The cause; null for none.</param>
public sealed class InvalidParameterException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);

/// <summary>An image was refused before anything was sent.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">The cause; null for none.</param>
public sealed class InvalidImageException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);

/// <summary>A key or an address is missing or wrong; nothing was sent.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">The cause; null for none.</param>
public sealed class InvalidSettingException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);

/// <summary>A provider refused a request, failed, or could not be reached.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">The cause; null for none.</param>
public sealed class ProviderException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);

/// <summary>A finished result could not be downloaded or written; it is still at the provider.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">The cause; null for none.</param>
public sealed class ResultException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);

/// <summary>A paid request may or may not have been accepted. Check the provider's usage list before sending it again.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">The cause; null for none.</param>
public sealed class SubmissionUnknownException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);

/// <summary>A task did not end in the time given; it continues at the provider.</summary>
/// <param name="error">The error.</param>
/// <param name="inner">The cause; null for none.</param>
public sealed class TaskTimeoutException(EnhanceError error, Exception? inner = null) : EnhanceException(error, inner);
