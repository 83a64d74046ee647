namespace SkinEnhance;

/// <summary>A validated request for a provider.</summary>
public sealed record ProviderSubmission
{
    /// <summary>The operation.</summary>
    public required OperationDescriptor Operation { get; init; }

    /// <summary>The image.</summary>
    public required ImageSource Source { get; init; }

    /// <summary>The data in the file's header; null when the source is an address.</summary>
    public ImageInfo? Image { get; init; }

    /// <summary>When the file was last written, at the time of the check; null when the source is an address. A file that changed since is not sent.</summary>
    public DateTime? ImageWrittenUtc { get; init; }

    /// <summary>The file's SHA-256 in hex; null when it is not computed yet.</summary>
    public string? ImageSha256 { get; init; }

    /// <summary>The stored image, whose address is sent; null when the image itself is part of the request.</summary>
    public StoredImage? StoredImage { get; init; }

    /// <summary>All parameters to send, validated: <see cref="int"/>, <see cref="double"/>, <see cref="bool"/> or <see cref="string"/> by names on the wire.</summary>
    public required IReadOnlyDictionary<string, object> Parameters { get; init; }

    /// <summary>Identifies this logical submission, so that the provider can tell a resend from a new submission.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Returns a new idempotency key, for the resend after an error that the provider stores under the first key and would repeat
    /// forever. The new key is recorded before this returns; when it throws, nothing may be sent.</summary>
    public Func<string> RenewIdempotencyKey { get; init; } = static () => Guid.NewGuid().ToString();

    /// <summary>Its permit; acquired before every attempt, and released when the provider throttles.</summary>
    public ISubmissionPermit Permit { get; init; } = UnlimitedPermit.Instance;

    /// <summary>Whether to send the paid request again after a failure that leaves open whether it was accepted. It may then be billed twice.</summary>
    public bool ResendAmbiguous { get; init; }
}
