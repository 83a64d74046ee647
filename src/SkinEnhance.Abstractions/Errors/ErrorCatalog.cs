using static SkinEnhance.EnhanceErrorKind;

namespace SkinEnhance;

/// <summary>Kind, reach and advice of every error id, in one table.</summary>
public static class ErrorCatalog
{
    private static readonly Dictionary<string, ErrorDefinition> ById = Define().ToDictionary(row => row.Id, StringComparer.Ordinal);

    /// <summary>All errors, in the order of this table.</summary>
    public static IReadOnlyCollection<ErrorDefinition> All => ById.Values;

    /// <summary>Finds an error's definition.</summary>
    /// <param name="id">One of <see cref="ErrorIds"/>.</param>
    /// <returns>Its row.</returns>
    /// <exception cref="ArgumentException">There is no such id.</exception>
    public static ErrorDefinition Get(string id) =>
        ById.TryGetValue(id, out var definition) ? definition : throw new ArgumentException($"There is no error id '{id}'.", nameof(id));

    private static IEnumerable<ErrorDefinition> Define()
    {
        yield return Row(ErrorIds.OperationUnknown, InvalidParameter, false, "Use one of the operations that the message names.");
        yield return Row(ErrorIds.ParameterUnknown, InvalidParameter, false, "Leave the parameter out, or choose an operation that takes it.");
        yield return Row(ErrorIds.ParameterTypeMismatch, InvalidParameter, false, "Give a value of the type that the message names.");
        yield return Row(ErrorIds.ParameterOutOfRange, InvalidParameter, false, "Give a value within the range that the message names.");
        yield return Row(ErrorIds.ParameterNotAllowed, InvalidParameter, false, "Give one of the values that the message names.");
        yield return Row(ErrorIds.NoEffectSelected, InvalidParameter, false, "Set at least one effect; a call without any costs its credits and changes nothing.");

        yield return Row(ErrorIds.ImageNotFound, InvalidImage, false, "Check the path. In PowerShell, brackets in a name are wildcards unless it is given to -LiteralPath.");
        yield return Row(ErrorIds.ImageNotReadable, InvalidImage, false, "Check the file's permissions and whether another program holds it open.");
        yield return Row(ErrorIds.ImageEmpty, InvalidImage, false, "The file has no content; copy or export it again.");
        yield return Row(ErrorIds.ImageNotRecognized, InvalidImage, false, "Check that the file is an image; its name's extension does not count.");
        yield return Row(ErrorIds.ImageDamaged, InvalidImage, false, "Open the file in an image program and save it again.");
        yield return Row(ErrorIds.ImageTruncated, InvalidImage, false, "Copy or download the file again. The force option sends it as it is.");
        yield return Row(ErrorIds.ImageFormatNotAccepted, InvalidImage, false, "Convert the image to one of the formats that the message names.");
        yield return Row(ErrorIds.ImageFileTooLarge, InvalidImage, false, "Save the image with stronger compression or fewer pixels.");
        yield return Row(ErrorIds.ImageTooSmall, InvalidImage, false, "Use an image with more pixels.");
        yield return Row(ErrorIds.ImageTooLarge, InvalidImage, false, "Scale the image down first.");
        yield return Row(ErrorIds.ImageAspectRatio, InvalidImage, false, "Crop the image to the range of aspect ratios that the message names.");
        yield return Row(ErrorIds.ResultTooLarge, InvalidImage, false, "Choose a smaller scale factor, or scale the image down first.");
        yield return Row(ErrorIds.ImageChanged, InvalidImage, false, "Wait until the program that writes the file is done, then run the command again.");
        yield return Row(ErrorIds.ImageUriNotAccepted, InvalidImage, false, "Give a public https address to an operation of Comfy, or download the image and give its path.");
        yield return Row(ErrorIds.ImageOutsideFolder, InvalidImage, false, "Name a folder that holds all images, or process this one with a command of its own.");

        yield return Row(ErrorIds.SecretNotFound, InvalidSetting, true, "Check that the module Microsoft.PowerShell.SecretManagement is installed, the vault is unlocked and the secret's name is right.");
        yield return Row(ErrorIds.EmulatorState, InvalidSetting, false, "Start-EnhanceEmulator starts the one emulator of a session, Stop-EnhanceEmulator stops it.");
        yield return Row(ErrorIds.KeyMissing, InvalidSetting, true, "Set the environment variable that the message names, or try the product without a key on the emulator.");
        yield return Row(ErrorIds.KeyMalformed, InvalidSetting, true, "Copy the key again; it has only printable ASCII characters and no spaces or line breaks.");
        yield return Row(ErrorIds.AddressNotAccepted, InvalidSetting, true, "Give an absolute https address; plain http is taken for loopback only.");
        yield return Row(ErrorIds.KeyRejected, Unauthorized, true, "Check the key in the provider's console, and that it belongs to this provider.");
        yield return Row(ErrorIds.AccountRefused, Forbidden, true, "Ask the provider why the account or the operation is locked.");
        yield return Row(ErrorIds.CreditsExhausted, InsufficientCredits, true, "Buy credits, then run the command again for the images that are left.");
        yield return Row(ErrorIds.RequestRejected, Rejected, false, "Read the provider's reason in the message; this image was not billed.");
        yield return Row(ErrorIds.ContentRefused, ContentPolicy, false, "The provider does not process this image.");
        yield return Row(ErrorIds.RateLimited, EnhanceErrorKind.RateLimited, false, "Run the command again later, or with a lower limit of images at a time.");
        yield return Row(ErrorIds.ProxyNotAccepted, InvalidSetting, true, "Give the proxy as http://host:port, or with socks5 as its scheme.");
        yield return Row(ErrorIds.ProxyRefused, InvalidSetting, true, "Give the proxy's user and password with -ProxyCredential, or in the address of --proxy or of the environment variable HTTPS_PROXY.");
        yield return Row(ErrorIds.CertificateNotTrusted, InvalidSetting, true, "If a proxy of your network inspects connections, add its certificate authority to the trusted ones of the system; on Linux the environment variable SSL_CERT_FILE can name it. Check the clock too.");
        yield return Row(ErrorIds.ConnectionFailed, Unavailable, false, "Check the network, the proxy and the base address. Nothing was sent, so nothing was billed.");
        yield return Row(ErrorIds.ServiceUnavailable, Unavailable, false, "Run the command again later.");
        yield return Row(ErrorIds.ProviderFailed, ProviderError, false, "Run the command again later; give the request id to the provider's support if it persists.");
        yield return Row(ErrorIds.AnswerNotUnderstood, ProviderError, false, "Check the base address and whether a proxy answers in the provider's place.");
        yield return Row(ErrorIds.UploadFailed, Unavailable, false, "Nothing was submitted, so nothing was billed. Run the command again, or without the upload storage: the image then goes in the request.");
        yield return Row(ErrorIds.RedirectRefused, ProviderError, true, "Check the base address; a key is never sent on to another address.");
        yield return Row(ErrorIds.SubmissionUnknown, EnhanceErrorKind.SubmissionUnknown, false, "Look in the provider's usage list whether it was billed before you send the image again; it is never sent again by itself.");
        yield return Row(ErrorIds.TaskNotFound, NotFound, false, "Check the task id and the provider; an old task may have been forgotten there. To send the image, and pay for it, again, run the command with -Resubmit (--resubmit).");
        yield return Row(ErrorIds.EndpointDiffers, InvalidSetting, false, "Set the base address that the message names, or remove the task from the ledger when that endpoint is gone.");
        yield return Row(ErrorIds.ResultExpired, NotFound, false, "The result is gone at the provider; the image can only be sent, and paid, again.");
        yield return Row(ErrorIds.TaskFailed, EnhanceErrorKind.TaskFailed, false, "Try other parameters or another image; ask the provider with the task id if it persists.");
        yield return Row(ErrorIds.ResultMissing, EnhanceErrorKind.TaskFailed, false, "Ask the provider with the task id and the request id. To send the image, and pay for it, again, run the command with -Resubmit (--resubmit).");
        yield return Row(ErrorIds.OperationTimeout, EnhanceErrorKind.Timeout, false, "The task goes on at the provider and can be waited for again by its id.");
        yield return Row(ErrorIds.ResultNotReady, Download, false, "Wait for the task with Wait-EnhanceTask, then save its result.");
        yield return Row(ErrorIds.DownloadFailed, Download, false, "The result is paid for: save it again soon, AILab keeps it for 24 hours. Its whole address is in the task's ResultUri and in the ledger.");
        yield return Row(ErrorIds.ResultNotAnImage, Download, false, "The result is paid for: save it again, or open its address, which is in the task's ResultUri and in the ledger.");
        yield return Row(ErrorIds.ResultAddressRefused, Download, false, "The result is paid for: save it again. If the message stays the same, ask the provider why its address leads there.");
        yield return Row(ErrorIds.DownloadTooLarge, Download, false, "Allow more bytes with -MaxResultBytes (--max-result-bytes) if the size is what you expect, and save it again.");
        yield return Row(ErrorIds.OutputExists, Destination, false, "Choose another destination or name, or let -OnExisting (--on-existing) skip the image, replace the file or rename the result.");
        yield return Row(ErrorIds.DestinationNotWritable, Destination, true, "Check that the destination is a folder that you may write to.");
        yield return Row(ErrorIds.DiskFull, Destination, true, "Free space on the destination's disk; a result already paid for is still at the provider.");
        yield return Row(ErrorIds.BatchStopped, Stopped, false, "Mend what the first error says, then run the command again for these images.");
        yield return Row(ErrorIds.TaskNotFinished, InvalidParameter, false, "Wait for the task and save its result, or forget it all the same with the force option; what may be paid is then paid for nothing.");
        yield return Row(ErrorIds.LedgerNotWritable, Destination, true, "Check the folder that SKINENHANCE_HOME names, or the default one, and its disk; without a record nothing is sent.");
        yield return Row(ErrorIds.LedgerRecordNewer, InvalidSetting, false, "Update SkinEnhance here to the version that wrote the record. Until then the image is not sent, for it may be paid for already.");
        yield return Row(ErrorIds.CostCapReached, Stopped, false, "Run the command again with a higher cap for the images that are left.");
        yield return Row(ErrorIds.Unexpected, ProviderError, false, "Report it with the message; look in the provider's usage list before you send the image again.");
    }

    private static ErrorDefinition Row(string id, EnhanceErrorKind kind, bool stopsBatch, string advice) => new(id, kind, stopsBatch, advice);
}

/// <summary>What is fixed about an error id.</summary>
/// <param name="Id">The id, one of <see cref="ErrorIds"/>.</param>
/// <param name="Kind">The kind of error.</param>
/// <param name="StopsBatch">Whether the next image would meet the same error, so that a batch submits nothing more.</param>
/// <param name="Advice">What the user can do, one or two sentences.</param>
public sealed record ErrorDefinition(string Id, EnhanceErrorKind Kind, bool StopsBatch, string Advice);
