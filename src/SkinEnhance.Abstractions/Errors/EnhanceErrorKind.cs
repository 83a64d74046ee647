namespace SkinEnhance;

/// <summary>What kind of thing went wrong: one vocabulary for all providers.</summary>
/// <remarks>It follows the error buckets that Comfy publishes for its Router (X-Comfy-Error-Type), with kinds of its own for what
/// happens on this side. The provider's own code is kept in <see cref="EnhanceError.ProviderCode"/>.</remarks>
public enum EnhanceErrorKind
{
    /// <summary>A parameter is unknown, of the wrong type, out of its range, or does not belong to the operation.</summary>
    InvalidParameter = 0,

    /// <summary>The image was not found, could not be read, or breaks a limit of the operation.</summary>
    InvalidImage,

    /// <summary>A key, an address or another setting is missing or wrong.</summary>
    InvalidSetting,

    /// <summary>The provider refused the request for what is in it.</summary>
    Rejected,

    /// <summary>The provider refused the image for its content.</summary>
    ContentPolicy,

    /// <summary>The provider does not know the key.</summary>
    Unauthorized,

    /// <summary>The provider knows the key and refuses the account or the operation.</summary>
    Forbidden,

    /// <summary>The account has no credits left for this.</summary>
    InsufficientCredits,

    /// <summary>The provider asks for fewer requests.</summary>
    RateLimited,

    /// <summary>The provider could not be reached, or says that it cannot work now.</summary>
    Unavailable,

    /// <summary>The provider failed in a way of its own.</summary>
    ProviderError,

    /// <summary>The provider does not know the task, or has thrown its result away.</summary>
    NotFound,

    /// <summary>A paid request may or may not have been accepted; nothing but the provider's own books can tell.</summary>
    SubmissionUnknown,

    /// <summary>The provider accepted the task and ended it as failed.</summary>
    TaskFailed,

    /// <summary>A task did not end in the time given. It goes on at the provider.</summary>
    Timeout,

    /// <summary>A finished result could not be downloaded. It is still at the provider.</summary>
    Download,

    /// <summary>A result could not be written where it was wanted. It is still at the provider.</summary>
    Destination,

    /// <summary>Not attempted, because the batch was stopped or cancelled.</summary>
    Stopped,
}
