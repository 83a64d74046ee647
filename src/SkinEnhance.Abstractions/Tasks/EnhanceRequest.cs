namespace SkinEnhance;

/// <summary>One image and the operation for it, as the user specifies them. It is validated when it runs.</summary>
public sealed record EnhanceRequest
{
    /// <summary>The image.</summary>
    public required ImageSource Source { get; init; }

    /// <summary>The operation's name or command name, such as <c>SmartSkin</c> or <c>smart-skin</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The specified parameters, by name in any spelling; values are numbers, text, booleans or their text forms. All others have their default.</summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = new Dictionary<string, object?>();

    /// <summary>The folder of the source relative to the input folder; results keep it below the destination. Empty for none.</summary>
    public string RelativeFolder { get; init; } = string.Empty;

    /// <summary>Where its result is saved; null for the batch's setting.</summary>
    public SaveOptions? Save { get; init; }

    /// <summary>Whether to wait for its task; null for the batch's setting.</summary>
    public bool? Wait { get; init; }

    /// <summary>Whether to send the image although the ledger has its bytes as those of a result. Default false: it ends with the status
    /// <see cref="EnhanceTaskStatus.Skipped"/>, even when the result was moved or copied.</summary>
    public bool AllowResult { get; init; }

    /// <summary>Whether to send an image whose end is missing. Default false: it is refused with <see cref="ErrorIds.ImageTruncated"/>.</summary>
    public bool AllowTruncated { get; init; }
}
