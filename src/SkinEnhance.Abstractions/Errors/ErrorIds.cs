namespace SkinEnhance;

/// <summary>The stable ids of all errors. An id is never renamed or given another meaning; <see cref="ErrorCatalog"/> has their definitions.</summary>
public static class ErrorIds
{
    /// <summary>No operation has this name.</summary>
    public const string OperationUnknown = "OperationUnknown";

    /// <summary>The operation has no parameter of this name.</summary>
    public const string ParameterUnknown = "ParameterUnknown";

    /// <summary>The value is not of the parameter's type.</summary>
    public const string ParameterTypeMismatch = "ParameterTypeMismatch";

    /// <summary>The number is outside the parameter's range.</summary>
    public const string ParameterOutOfRange = "ParameterOutOfRange";

    /// <summary>The value is not one of the parameter's allowed values.</summary>
    public const string ParameterNotAllowed = "ParameterNotAllowed";

    /// <summary>No effect of smart-skin-advanced is set: the request would be billed and change nothing.</summary>
    public const string NoEffectSelected = "NoEffectSelected";

    /// <summary>There is no file at the path.</summary>
    public const string ImageNotFound = "ImageNotFound";

    /// <summary>The file exists but cannot be read.</summary>
    public const string ImageNotReadable = "ImageNotReadable";

    /// <summary>The file has 0 bytes.</summary>
    public const string ImageEmpty = "ImageEmpty";

    /// <summary>The file's signature is not that of a supported image format.</summary>
    public const string ImageNotRecognized = "ImageNotRecognized";

    /// <summary>The file has the signature of an image, but its header is damaged.</summary>
    public const string ImageDamaged = "ImageDamaged";

    /// <summary>The image is truncated: its end is missing.</summary>
    public const string ImageTruncated = "ImageTruncated";

    /// <summary>The operation does not accept this image format.</summary>
    public const string ImageFormatNotAccepted = "ImageFormatNotAccepted";

    /// <summary>The file is larger than the operation accepts.</summary>
    public const string ImageFileTooLarge = "ImageFileTooLarge";

    /// <summary>A side has fewer pixels than the operation accepts.</summary>
    public const string ImageTooSmall = "ImageTooSmall";

    /// <summary>A side has more pixels than the operation accepts.</summary>
    public const string ImageTooLarge = "ImageTooLarge";

    /// <summary>The image is too wide or too tall for the operation.</summary>
    public const string ImageAspectRatio = "ImageAspectRatio";

    /// <summary>The upscaled result would have more pixels than the operation supports.</summary>
    public const string ResultTooLarge = "ResultTooLarge";

    /// <summary>The file changed between the check and the upload.</summary>
    public const string ImageChanged = "ImageChanged";

    /// <summary>The operation does not accept image addresses, or not this one.</summary>
    public const string ImageUriNotAccepted = "ImageUriNotAccepted";

    /// <summary>The image is not below the folder that results are relative to.</summary>
    public const string ImageOutsideFolder = "ImageOutsideFolder";

    /// <summary>The vault, or the secret in it, cannot be read.</summary>
    public const string SecretNotFound = "SecretNotFound";

    /// <summary>The emulator is already running, or is not running.</summary>
    public const string EmulatorState = "EmulatorState";

    /// <summary>There is no key for the provider.</summary>
    public const string KeyMissing = "KeyMissing";

    /// <summary>The key has characters that are not allowed in an HTTP header.</summary>
    public const string KeyMalformed = "KeyMalformed";

    /// <summary>The base address is not an https address (or http on loopback).</summary>
    public const string AddressNotAccepted = "AddressNotAccepted";

    /// <summary>The provider rejected the key.</summary>
    public const string KeyRejected = "KeyRejected";

    /// <summary>The provider refused the account, or the operation for this account.</summary>
    public const string AccountRefused = "AccountRefused";

    /// <summary>The account does not have enough credits.</summary>
    public const string CreditsExhausted = "CreditsExhausted";

    /// <summary>The provider rejected the content of the request.</summary>
    public const string RequestRejected = "RequestRejected";

    /// <summary>The provider refused the image because of its content.</summary>
    public const string ContentRefused = "ContentRefused";

    /// <summary>The provider throttles requests (HTTP 429) for longer than SkinEnhance waits.</summary>
    public const string RateLimited = "RateLimited";

    /// <summary>The proxy's address is not of a supported kind.</summary>
    public const string ProxyNotAccepted = "ProxyNotAccepted";

    /// <summary>The proxy requires a user and a password.</summary>
    public const string ProxyRefused = "ProxyRefused";

    /// <summary>No secure connection: the server's certificate is not trusted, or client and server share no TLS version.</summary>
    public const string CertificateNotTrusted = "CertificateNotTrusted";

    /// <summary>The provider could not be reached; nothing was sent.</summary>
    public const string ConnectionFailed = "ConnectionFailed";

    /// <summary>The provider reports that it is unavailable.</summary>
    public const string ServiceUnavailable = "ServiceUnavailable";

    /// <summary>An error at the provider.</summary>
    public const string ProviderFailed = "ProviderFailed";

    /// <summary>The provider's response could not be read.</summary>
    public const string AnswerNotUnderstood = "AnswerNotUnderstood";

    /// <summary>The image could not be stored in the provider's upload storage; nothing was submitted.</summary>
    public const string UploadFailed = "UploadFailed";

    /// <summary>The response is a redirect, which is never followed with a key.</summary>
    public const string RedirectRefused = "RedirectRefused";

    /// <summary>A paid request may or may not have been accepted.</summary>
    public const string SubmissionUnknown = "SubmissionUnknown";

    /// <summary>The provider has no record of the task.</summary>
    public const string TaskNotFound = "TaskNotFound";

    /// <summary>The task belongs to another endpoint of the provider than the configured one.</summary>
    public const string EndpointDiffers = "EndpointDiffers";

    /// <summary>The provider reports that the result is gone, or the documented lifetime of results is over.</summary>
    public const string ResultExpired = "ResultExpired";

    /// <summary>The provider ended the task as failed.</summary>
    public const string TaskFailed = "TaskFailed";

    /// <summary>The provider ended the task as completed, without an http or https address of a result.</summary>
    public const string ResultMissing = "ResultMissing";

    /// <summary>The task did not end in the time given.</summary>
    public const string OperationTimeout = "OperationTimeout";

    /// <summary>The task has not ended, so there is no result yet.</summary>
    public const string ResultNotReady = "ResultNotReady";

    /// <summary>The result could not be downloaded.</summary>
    public const string DownloadFailed = "DownloadFailed";

    /// <summary>The downloaded file is not an image.</summary>
    public const string ResultNotAnImage = "ResultNotAnImage";

    /// <summary>The address of the result, or the target of its redirect, is not allowed.</summary>
    public const string ResultAddressRefused = "ResultAddressRefused";

    /// <summary>The result has more bytes than allowed.</summary>
    public const string DownloadTooLarge = "DownloadTooLarge";

    /// <summary>A file with the result's name exists.</summary>
    public const string OutputExists = "OutputExists";

    /// <summary>The destination cannot be created or written.</summary>
    public const string DestinationNotWritable = "DestinationNotWritable";

    /// <summary>The disk of the destination is full.</summary>
    public const string DiskFull = "DiskFull";

    /// <summary>Not attempted, because an earlier error stopped the batch.</summary>
    public const string BatchStopped = "BatchStopped";

    /// <summary>The task is not finished, so its record is kept.</summary>
    public const string TaskNotFinished = "TaskNotFinished";

    /// <summary>The ledger cannot be written, so nothing is sent.</summary>
    public const string LedgerNotWritable = "LedgerNotWritable";

    /// <summary>A newer version wrote the ledger's record of the image, so the image is not sent.</summary>
    public const string LedgerRecordNewer = "LedgerRecordNewer";

    /// <summary>Sending the image would exceed the cap on credits.</summary>
    public const string CostCapReached = "CostCapReached";

    /// <summary>An error that SkinEnhance does not expect: a defect.</summary>
    public const string Unexpected = "Unexpected";
}
