using static SkinEnhance.EnhanceErrorKind;

namespace SkinEnhance;

/// <summary>The kind, the effect on a batch and the advice of every error id.</summary>
public static class ErrorCatalog
{
    private static readonly Dictionary<string, ErrorDefinition> ById = Define().ToDictionary(row => row.Id, StringComparer.Ordinal);

    /// <summary>All errors, in the order of this table.</summary>
    public static IReadOnlyCollection<ErrorDefinition> All => ById.Values;

    /// <summary>Returns an error's definition.</summary>
    /// <param name="id">One of <see cref="ErrorIds"/>.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">There is no such id.</exception>
    public static ErrorDefinition Get(string id) =>
        ById.TryGetValue(id, out var definition) ? definition : throw new ArgumentException($"There is no error id '{id}'.", nameof(id));

    private static IEnumerable<ErrorDefinition> Define()
    {
        yield return Row(ErrorIds.OperationUnknown, InvalidParameter, false, "Use one of the operations in the message.");
        yield return Row(ErrorIds.ParameterUnknown, InvalidParameter, false, "Omit the parameter, or use an operation that supports it.");
        yield return Row(ErrorIds.ParameterTypeMismatch, InvalidParameter, false, "Specify a value of the type in the message.");
        yield return Row(ErrorIds.ParameterOutOfRange, InvalidParameter, false, "Specify a value in the range in the message.");
        yield return Row(ErrorIds.ParameterNotAllowed, InvalidParameter, false, "Specify one of the values in the message.");
        yield return Row(ErrorIds.NoEffectSelected, InvalidParameter, false, "Set at least one effect; a request without one is billed and changes nothing.");

        yield return Row(ErrorIds.ImageNotFound, InvalidImage, false, "Check the path. In PowerShell, brackets in a name are wildcards unless it is given to -LiteralPath.");
        yield return Row(ErrorIds.ImageNotReadable, InvalidImage, false, "Check the file's permissions and whether another program has it open.");
        yield return Row(ErrorIds.ImageEmpty, InvalidImage, false, "Copy or export the file again.");
        yield return Row(ErrorIds.ImageNotRecognized, InvalidImage, false, "Check that the file is an image; the format is read from its content, not from its extension.");
        yield return Row(ErrorIds.ImageDamaged, InvalidImage, false, "Open the file in an image program and save it again.");
        yield return Row(ErrorIds.ImageTruncated, InvalidImage, false, "Copy or download the file again. -Force (--force) sends it as it is.");
        yield return Row(ErrorIds.ImageFormatNotAccepted, InvalidImage, false, "Convert the image to one of the formats in the message.");
        yield return Row(ErrorIds.ImageFileTooLarge, InvalidImage, false, "Save the image with stronger compression or fewer pixels.");
        yield return Row(ErrorIds.ImageTooSmall, InvalidImage, false, "Use a larger image.");
        yield return Row(ErrorIds.ImageTooLarge, InvalidImage, false, "Scale the image down first.");
        yield return Row(ErrorIds.ImageAspectRatio, InvalidImage, false, "Crop the image to an aspect ratio in the range in the message.");
        yield return Row(ErrorIds.ResultTooLarge, InvalidImage, false, "Use a smaller scale factor, or scale the image down first.");
        yield return Row(ErrorIds.ImageChanged, InvalidImage, false, "Wait until no program writes to the file, then run the command again.");
        yield return Row(ErrorIds.ImageUriNotAccepted, InvalidImage, false, "Use a public https address with a Comfy operation, or download the image and specify its path.");
        yield return Row(ErrorIds.ImageOutsideFolder, InvalidImage, false, "Specify a folder that contains all images, or process this image in a separate command.");

        yield return Row(ErrorIds.SecretNotFound, InvalidSetting, true, "Check that the module Microsoft.PowerShell.SecretManagement is installed, the vault is unlocked and the secret's name is correct.");
        yield return Row(ErrorIds.EmulatorState, InvalidSetting, false, "A session has one emulator: Start-EnhanceEmulator starts it, Stop-EnhanceEmulator stops it.");
        yield return Row(ErrorIds.KeyMissing, InvalidSetting, true, "Set the environment variable in the message, or use the emulator, which needs no account.");
        yield return Row(ErrorIds.KeyMalformed, InvalidSetting, true, "Copy the key again; a key has only printable ASCII characters, no spaces and no line breaks.");
        yield return Row(ErrorIds.AddressNotAccepted, InvalidSetting, true, "Specify an absolute https address; http is accepted for loopback addresses only.");
        yield return Row(ErrorIds.KeyRejected, Unauthorized, true, "Check the key in the provider's console, and that it is a key of this provider.");
        yield return Row(ErrorIds.AccountRefused, Forbidden, true, "Contact the provider's support: the account or the operation is locked.");
        yield return Row(ErrorIds.CreditsExhausted, InsufficientCredits, true, "Buy credits, then run the command again for the remaining images.");
        yield return Row(ErrorIds.RequestRejected, Rejected, false, "See the provider's reason in the message; this image was not billed.");
        yield return Row(ErrorIds.ContentRefused, ContentPolicy, false, "Use another image; the provider's content policy excludes this one.");
        yield return Row(ErrorIds.RateLimited, EnhanceErrorKind.RateLimited, false, "Run the command again later, or with a lower throttle limit.");
        yield return Row(ErrorIds.ProxyNotAccepted, InvalidSetting, true, "Specify the proxy as http://host:port or socks5://host:port.");
        yield return Row(ErrorIds.ProxyRefused, InvalidSetting, true, "Specify the proxy's user and password with -ProxyCredential, or in the address of --proxy or of the environment variable HTTPS_PROXY.");
        yield return Row(ErrorIds.CertificateNotTrusted, InvalidSetting, true, "If a proxy in your network inspects TLS connections, add its certificate authority to the system's trusted ones; on Linux, the environment variable SSL_CERT_FILE can point to it. Check the system clock too.");
        yield return Row(ErrorIds.ConnectionFailed, Unavailable, false, "Check the network, the proxy and the base address. Nothing was sent, so nothing was billed.");
        yield return Row(ErrorIds.ServiceUnavailable, Unavailable, false, "Run the command again later.");
        yield return Row(ErrorIds.ProviderFailed, ProviderError, false, "Run the command again later; if the error persists, contact the provider's support with the request id.");
        yield return Row(ErrorIds.AnswerNotUnderstood, ProviderError, false, "Check the base address and whether a proxy sends the response.");
        yield return Row(ErrorIds.UploadFailed, Unavailable, false, "Nothing was submitted, so nothing was billed. Run the command again, or without upload storage: the image is then part of the request.");
        yield return Row(ErrorIds.RedirectRefused, ProviderError, true, "Check the base address; SkinEnhance sends a key to no other address.");
        yield return Row(ErrorIds.SubmissionUnknown, EnhanceErrorKind.SubmissionUnknown, false, "Check in the provider's usage list whether the request was billed before you send the image again; SkinEnhance never resubmits a paid request on its own.");
        yield return Row(ErrorIds.TaskNotFound, NotFound, false, "Check the task id and the provider; providers delete old tasks. To submit the image again, and be billed again, run the command with -Resubmit (--resubmit).");
        yield return Row(ErrorIds.EndpointDiffers, InvalidSetting, false, "Set the base address in the message, or remove the task from the ledger if that endpoint no longer exists.");
        yield return Row(ErrorIds.ResultExpired, NotFound, false, "The provider has deleted the result. To submit the image again, and be billed again, run the command with -Resubmit (--resubmit).");
        yield return Row(ErrorIds.TaskFailed, EnhanceErrorKind.TaskFailed, false, "Use other parameters or another image; if the error persists, contact the provider's support with the task id.");
        yield return Row(ErrorIds.ResultMissing, EnhanceErrorKind.TaskFailed, false, "Contact the provider's support with the task id and the request id. To submit the image again, and be billed again, run the command with -Resubmit (--resubmit).");
        yield return Row(ErrorIds.OperationTimeout, EnhanceErrorKind.Timeout, false, "The task continues at the provider; wait for it again by its id.");
        yield return Row(ErrorIds.ResultNotReady, Download, false, "Wait for the task with Wait-EnhanceTask, then save its result.");
        yield return Row(ErrorIds.DownloadFailed, Download, false, "The result is paid for: save it again soon, AILab keeps it for 24 hours. Its full address is in the task's ResultUri and in the ledger.");
        yield return Row(ErrorIds.ResultNotAnImage, Download, false, "The result is paid for: save it again, or open its address, which is in the task's ResultUri and in the ledger.");
        yield return Row(ErrorIds.ResultAddressRefused, Download, false, "The result is paid for: save it again. If the error persists, contact the provider's support about the address.");
        yield return Row(ErrorIds.DownloadTooLarge, Download, false, "If the size is as expected, raise the limit with -MaxResultBytes (--max-result-bytes) and save the result again.");
        yield return Row(ErrorIds.OutputExists, Destination, false, "Use another destination or name, or use -OnExisting (--on-existing) to skip the image, replace the file or rename the result.");
        yield return Row(ErrorIds.DestinationNotWritable, Destination, true, "Check that the destination is a folder and that you have permission to write to it.");
        yield return Row(ErrorIds.DiskFull, Destination, true, "Free space on the destination's disk; a result that is paid for is still at the provider.");
        yield return Row(ErrorIds.BatchStopped, Stopped, false, "Fix the first error, then run the command again for these images.");
        yield return Row(ErrorIds.TaskNotFinished, InvalidParameter, false, "Wait for the task and save its result, or remove the record with -Force (--force); a result that is paid for may then be lost.");
        yield return Row(ErrorIds.LedgerNotWritable, Destination, true, "Check the folder in SKINENHANCE_HOME, or the default folder, and its disk; nothing is sent without a record.");
        yield return Row(ErrorIds.LedgerRecordNewer, InvalidSetting, false, "Update SkinEnhance to the version that wrote the record. Until then the image is not sent, because it may be paid for already.");
        yield return Row(ErrorIds.CostCapReached, Stopped, false, "Run the command again with a higher cap for the remaining images.");
        yield return Row(ErrorIds.Unexpected, ProviderError, false, "Report the error with its message; check the provider's usage list before you send the image again.");
    }

    private static ErrorDefinition Row(string id, EnhanceErrorKind kind, bool stopsBatch, string advice) => new(id, kind, stopsBatch, advice);
}

/// <summary>The fixed properties of an error id.</summary>
/// <param name="Id">The id, one of <see cref="ErrorIds"/>.</param>
/// <param name="Kind">The kind of error.</param>
/// <param name="StopsBatch">Whether the next image would meet the same error, so that the batch submits nothing more.</param>
/// <param name="Advice">What the user can do, one or two sentences.</param>
public sealed record ErrorDefinition(string Id, EnhanceErrorKind Kind, bool StopsBatch, string Advice);
