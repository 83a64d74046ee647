namespace SkinEnhance;

/// <summary>One image to be put through one operation, as a user asks for it. It is checked when it is run.</summary>
public sealed record EnhanceRequest
{
    /// <summary>The image.</summary>
    public required ImageSource Source { get; init; }

    /// <summary>The operation's name or command name, such as <c>SmartSkin</c> or <c>smart-skin</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The parameters given, by name in any spelling; values are numbers, text, booleans or their text forms. What is not given has its default.</summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = new Dictionary<string, object?>();

    /// <summary>The folder of the source below the folder that was given; results keep it below the destination. Empty for none.</summary>
    public string RelativeFolder { get; init; } = string.Empty;

    /// <summary>Where its result is saved; null for what the batch says.</summary>
    public SaveOptions? Save { get; init; }

    /// <summary>Whether its task is waited for; null for what the batch says.</summary>
    public bool? Wait { get; init; }

    /// <summary>Whether the image is sent though the ledger knows its bytes as those of a result. Default false: it is left out with the
    /// status <see cref="EnhanceTaskStatus.Skipped"/>, wherever the result was moved or copied to.</summary>
    public bool AllowResult { get; init; }

    /// <summary>Whether an image whose end is missing is sent all the same. Default false: it is refused with <see cref="ErrorIds.ImageTruncated"/>.</summary>
    public bool AllowTruncated { get; init; }
}
