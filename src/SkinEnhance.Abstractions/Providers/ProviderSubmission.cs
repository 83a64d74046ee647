namespace SkinEnhance;

/// <summary>A checked request on its way to a provider.</summary>
public sealed record ProviderSubmission
{
    /// <summary>The operation.</summary>
    public required OperationDescriptor Operation { get; init; }

    /// <summary>The image.</summary>
    public required ImageSource Source { get; init; }

    /// <summary>What the file's header says; null when the source is an address.</summary>
    public ImageInfo? Image { get; init; }

    /// <summary>When the file was last written, as seen by the check; null when the source is an address. A file that changed since is not sent.</summary>
    public DateTime? ImageWrittenUtc { get; init; }

    /// <summary>The SHA-256 of the file in hex, when it was computed already; else null.</summary>
    public string? ImageSha256 { get; init; }

    /// <summary>Where the image was stored, to be sent as that address; null when the image itself goes in the request.</summary>
    public StoredImage? StoredImage { get; init; }

    /// <summary>All parameters to send, checked: <see cref="int"/>, <see cref="double"/>, <see cref="bool"/> or <see cref="string"/> by names on the wire.</summary>
    public required IReadOnlyDictionary<string, object> Parameters { get; init; }

    /// <summary>Names this one logical submission, so that the provider can tell a resend from a new one.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Gives another key, for the resend after an error that the provider keeps under the first one and would repeat for ever. It is
    /// on record before this returns; when it throws, nothing may be sent.</summary>
    public Func<string> RenewIdempotencyKey { get; init; } = static () => Guid.NewGuid().ToString();

    /// <summary>Its place among those that are under way; taken before every attempt, and given back when the provider asks for less.</summary>
    public ISubmissionPermit Permit { get; init; } = UnlimitedPermit.Instance;

    /// <summary>Whether the user wants the paid request sent again after a failure that leaves open whether it was accepted. It may then be billed twice.</summary>
    public bool ResendAmbiguous { get; init; }
}
