namespace SkinEnhance;

/// <summary>The kind of error: one vocabulary for all providers.</summary>
/// <remarks>It follows the error buckets that Comfy publishes for its Router (X-Comfy-Error-Type), with additional kinds for local errors.
/// The provider's own code is in <see cref="EnhanceError.ProviderCode"/>.</remarks>
public enum EnhanceErrorKind
{
    /// <summary>A parameter is unknown, of the wrong type, out of its range, or does not belong to the operation.</summary>
    InvalidParameter = 0,

    /// <summary>The image was not found, could not be read, or breaks a limit of the operation.</summary>
    InvalidImage,

    /// <summary>A key, an address or another setting is missing or wrong.</summary>
    InvalidSetting,

    /// <summary>The provider rejected the content of the request.</summary>
    Rejected,

    /// <summary>The provider refused the image because of its content.</summary>
    ContentPolicy,

    /// <summary>The provider rejected the key.</summary>
    Unauthorized,

    /// <summary>The provider accepts the key but refuses the account or the operation.</summary>
    Forbidden,

    /// <summary>The account does not have enough credits.</summary>
    InsufficientCredits,

    /// <summary>The provider throttles requests (HTTP 429).</summary>
    RateLimited,

    /// <summary>The provider could not be reached, or reports that it is unavailable.</summary>
    Unavailable,

    /// <summary>An error at the provider.</summary>
    ProviderError,

    /// <summary>The provider has no record of the task, or has deleted its result.</summary>
    NotFound,

    /// <summary>A paid request may or may not have been accepted; only the provider's usage records can show which.</summary>
    SubmissionUnknown,

    /// <summary>The provider accepted the task and ended it as failed.</summary>
    TaskFailed,

    /// <summary>A task did not end in the time given. It continues at the provider.</summary>
    Timeout,

    /// <summary>A finished result could not be downloaded. It is still at the provider.</summary>
    Download,

    /// <summary>A result could not be written to its destination. It is still at the provider.</summary>
    Destination,

    /// <summary>Not attempted, because the batch was stopped or cancelled.</summary>
    Stopped,
}
