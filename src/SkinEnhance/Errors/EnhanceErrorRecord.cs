using System.Management.Automation;

namespace SkinEnhance.Errors;

/// <summary>Creates all error records.</summary>
internal static class EnhanceErrorRecord
{
    /// <summary>The record of an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="target">What the error is about, as the user specified it; the error's own target when null.</param>
    internal static ErrorRecord Create(EnhanceError error, object? target = null) => Create(EnhanceException.For(error), target);

    /// <summary>The record of an exception, which keeps its cause.</summary>
    internal static ErrorRecord Create(EnhanceException failure, object? target = null)
    {
        var error = failure.Error;
        return new ErrorRecord(failure, error.Id, Category(error.Kind, error.Id), target ?? error.Target)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.Advice },
        };
    }

    /// <summary>The record of an error that only the cmdlets have.</summary>
    internal static ErrorRecord Create(string id, string message, object? target, Exception? cause = null) =>
        Create(EnhanceException.For(new EnhanceError { Id = id, Message = message, Target = target?.ToString() }, cause), target);

    private static ErrorCategory Category(EnhanceErrorKind kind, string id) => kind switch
    {
        EnhanceErrorKind.InvalidParameter => ErrorCategory.InvalidArgument,
        EnhanceErrorKind.InvalidImage => id switch
        {
            ErrorIds.ImageNotFound => ErrorCategory.ObjectNotFound,
            ErrorIds.ImageNotReadable => ErrorCategory.ReadError,
            _ => ErrorCategory.InvalidData,
        },
        EnhanceErrorKind.InvalidSetting => id == ErrorIds.KeyMissing ? ErrorCategory.AuthenticationError : ErrorCategory.InvalidArgument,
        EnhanceErrorKind.Rejected => ErrorCategory.InvalidData,
        EnhanceErrorKind.ContentPolicy => ErrorCategory.PermissionDenied,
        EnhanceErrorKind.Unauthorized => ErrorCategory.AuthenticationError,
        EnhanceErrorKind.Forbidden => ErrorCategory.PermissionDenied,
        EnhanceErrorKind.InsufficientCredits => ErrorCategory.QuotaExceeded,
        EnhanceErrorKind.RateLimited => ErrorCategory.LimitsExceeded,
        EnhanceErrorKind.Unavailable => id == ErrorIds.ConnectionFailed ? ErrorCategory.ConnectionError : ErrorCategory.ResourceUnavailable,
        EnhanceErrorKind.ProviderError => ErrorCategory.ProtocolError,
        EnhanceErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        EnhanceErrorKind.SubmissionUnknown => ErrorCategory.InvalidResult,
        EnhanceErrorKind.TaskFailed => ErrorCategory.InvalidResult,
        EnhanceErrorKind.Timeout => ErrorCategory.OperationTimeout,
        EnhanceErrorKind.Download => ErrorCategory.ReadError,
        EnhanceErrorKind.Destination => id == ErrorIds.OutputExists ? ErrorCategory.ResourceExists : ErrorCategory.WriteError,
        EnhanceErrorKind.Stopped => ErrorCategory.OperationStopped,
        _ => ErrorCategory.InvalidOperation,
    };
}
