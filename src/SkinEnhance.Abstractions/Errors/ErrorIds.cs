namespace SkinEnhance;

/// <summary>The stable ids of all errors. An id is never renamed or given another meaning; <see cref="ErrorCatalog"/> has the rest.</summary>
public static class ErrorIds
{
    /// <summary>No operation has this name.</summary>
    public const string OperationUnknown = "OperationUnknown";

    /// <summary>The operation has no parameter of this name.</summary>
    public const string ParameterUnknown = "ParameterUnknown";

    /// <summary>The value is not of the parameter's type.</summary>
    public const string ParameterTypeMismatch = "ParameterTypeMismatch";

    /// <summary>The number lies outside the parameter's range.</summary>
    public const string ParameterOutOfRange = "ParameterOutOfRange";

    /// <summary>The value is none of the parameter's closed set.</summary>
    public const string ParameterNotAllowed = "ParameterNotAllowed";

    /// <summary>No effect of smart-skin-advanced is set, so that the call would be paid for nothing.</summary>
    public const string NoEffectSelected = "NoEffectSelected";

    /// <summary>There is no file at the path.</summary>
    public const string ImageNotFound = "ImageNotFound";

    /// <summary>The file is there and cannot be read.</summary>
    public const string ImageNotReadable = "ImageNotReadable";

    /// <summary>The file has 0 bytes.</summary>
    public const string ImageEmpty = "ImageEmpty";

    /// <summary>The file's bytes are no known image, whatever its name.</summary>
    public const string ImageNotRecognized = "ImageNotRecognized";

    /// <summary>The file begins as an image and its header is damaged.</summary>
    public const string ImageDamaged = "ImageDamaged";

    /// <summary>The image is cut off: its end is missing.</summary>
    public const string ImageTruncated = "ImageTruncated";

    /// <summary>The operation does not take this image format.</summary>
    public const string ImageFormatNotAccepted = "ImageFormatNotAccepted";

    /// <summary>The file has more bytes than the operation takes.</summary>
    public const string ImageFileTooLarge = "ImageFileTooLarge";

    /// <summary>A side has fewer pixels than the operation takes.</summary>
    public const string ImageTooSmall = "ImageTooSmall";

    /// <summary>A side has more pixels than the operation takes.</summary>
    public const string ImageTooLarge = "ImageTooLarge";

    /// <summary>The image is too wide or too tall for the operation.</summary>
    public const string ImageAspectRatio = "ImageAspectRatio";

    /// <summary>The upscaled result would have more pixels than the operation gives.</summary>
    public const string ResultTooLarge = "ResultTooLarge";

    /// <summary>The file changed between the check and the upload.</summary>
    public const string ImageChanged = "ImageChanged";

    /// <summary>The operation takes no image address, or none like this.</summary>
    public const string ImageUriNotAccepted = "ImageUriNotAccepted";

    /// <summary>The image does not lie below the folder that results are to relate to.</summary>
    public const string ImageOutsideFolder = "ImageOutsideFolder";

    /// <summary>The vault or the secret in it cannot be read.</summary>
    public const string SecretNotFound = "SecretNotFound";

    /// <summary>The emulator runs already, or does not run.</summary>
    public const string EmulatorState = "EmulatorState";

    /// <summary>There is no key for the provider.</summary>
    public const string KeyMissing = "KeyMissing";

    /// <summary>The key has characters that no HTTP header can carry.</summary>
    public const string KeyMalformed = "KeyMalformed";

    /// <summary>The base address is no https address (or http on loopback).</summary>
    public const string AddressNotAccepted = "AddressNotAccepted";

    /// <summary>The provider refused the key.</summary>
    public const string KeyRejected = "KeyRejected";

    /// <summary>The provider refused the account or the operation for it.</summary>
    public const string AccountRefused = "AccountRefused";

    /// <summary>The account's credits do not suffice.</summary>
    public const string CreditsExhausted = "CreditsExhausted";

    /// <summary>The provider refused the request for what is in it.</summary>
    public const string RequestRejected = "RequestRejected";

    /// <summary>The provider refused the image for its content.</summary>
    public const string ContentRefused = "ContentRefused";

    /// <summary>The provider asked for fewer requests, for longer than this side waits.</summary>
    public const string RateLimited = "RateLimited";

    /// <summary>The proxy is no address of a kind that can be used.</summary>
    public const string ProxyNotAccepted = "ProxyNotAccepted";

    /// <summary>The proxy on the way asks for a user and a password.</summary>
    public const string ProxyRefused = "ProxyRefused";

    /// <summary>There is no secure connection: the certificate of the other side is not trusted, or the two have no protocol in common.</summary>
    public const string CertificateNotTrusted = "CertificateNotTrusted";

    /// <summary>The provider could not be reached; nothing was sent.</summary>
    public const string ConnectionFailed = "ConnectionFailed";

    /// <summary>The provider says that it cannot work now.</summary>
    public const string ServiceUnavailable = "ServiceUnavailable";

    /// <summary>The provider failed in a way of its own.</summary>
    public const string ProviderFailed = "ProviderFailed";

    /// <summary>The provider's answer could not be understood.</summary>
    public const string AnswerNotUnderstood = "AnswerNotUnderstood";

    /// <summary>The provider's upload storage did not take the image; nothing was submitted.</summary>
    public const string UploadFailed = "UploadFailed";

    /// <summary>The provider answered with a redirect, which is never followed with a key.</summary>
    public const string RedirectRefused = "RedirectRefused";

    /// <summary>A paid request may or may not have been accepted.</summary>
    public const string SubmissionUnknown = "SubmissionUnknown";

    /// <summary>The provider does not know the task.</summary>
    public const string TaskNotFound = "TaskNotFound";

    /// <summary>The task belongs to another endpoint of the provider than the one that is set.</summary>
    public const string EndpointDiffers = "EndpointDiffers";

    /// <summary>The provider says that the result is gone, or has kept it for as long as it documents.</summary>
    public const string ResultExpired = "ResultExpired";

    /// <summary>The provider ended the task as failed.</summary>
    public const string TaskFailed = "TaskFailed";

    /// <summary>The provider ended the task as completed and named no http or https address of a result.</summary>
    public const string ResultMissing = "ResultMissing";

    /// <summary>The task did not end in the time given.</summary>
    public const string OperationTimeout = "OperationTimeout";

    /// <summary>The task has not ended, so there is no result yet.</summary>
    public const string ResultNotReady = "ResultNotReady";

    /// <summary>The result could not be downloaded.</summary>
    public const string DownloadFailed = "DownloadFailed";

    /// <summary>What was downloaded is no image.</summary>
    public const string ResultNotAnImage = "ResultNotAnImage";

    /// <summary>The address of the result, or the one that it redirects to, is not followed.</summary>
    public const string ResultAddressRefused = "ResultAddressRefused";

    /// <summary>The result has more bytes than are allowed.</summary>
    public const string DownloadTooLarge = "DownloadTooLarge";

    /// <summary>A result file of this name exists.</summary>
    public const string OutputExists = "OutputExists";

    /// <summary>The destination cannot be created or written.</summary>
    public const string DestinationNotWritable = "DestinationNotWritable";

    /// <summary>The disk of the destination is full.</summary>
    public const string DiskFull = "DiskFull";

    /// <summary>Not attempted, because an earlier error stopped the batch.</summary>
    public const string BatchStopped = "BatchStopped";

    /// <summary>The task is not finished, so that its record is kept.</summary>
    public const string TaskNotFinished = "TaskNotFinished";

    /// <summary>The ledger cannot be written, so that nothing is sent.</summary>
    public const string LedgerNotWritable = "LedgerNotWritable";

    /// <summary>The ledger's record of the image was written by a newer version, so that the image is not sent.</summary>
    public const string LedgerRecordNewer = "LedgerRecordNewer";

    /// <summary>Sending it would pass the cap on credits.</summary>
    public const string CostCapReached = "CostCapReached";

    /// <summary>Something that SkinEnhance did not foresee.</summary>
    public const string Unexpected = "Unexpected";
}
