namespace SkinEnhance;

/// <summary>Where and how results are saved.</summary>
/// <param name="Destination">The folder; it is created when it does not exist.</param>
/// <param name="OnExisting">What happens when a file with a result's name exists.</param>
public sealed record SaveOptions(string Destination, ExistingFileAction OnExisting = ExistingFileAction.Error)
{
    /// <summary>The default of <see cref="MaximumBytes"/>: 512 MB.</summary>
    public const long DefaultMaximumBytes = 512L * 1024 * 1024;

    /// <summary>Whether each result is saved in the folder of its source; the result of an address, which has no folder, is saved in the
    /// destination. Default false.</summary>
    public bool BesideSource { get; init; }

    /// <summary>The pattern for the names of results, such as <c>{BaseName}-{Operation}</c>; null for the default.</summary>
    public string? OutputName { get; init; }

    /// <summary>The most bytes of one result; a larger one is not saved. Default 512 MB.</summary>
    public long MaximumBytes { get; init; } = DefaultMaximumBytes;
}

/// <summary>What happens to an image when a file with its result's name exists.</summary>
public enum ExistingFileAction
{
    /// <summary>The image is refused with <see cref="ErrorIds.OutputExists"/> before it is sent.</summary>
    Error = 0,

    /// <summary>The image is skipped: nothing is sent, and the task has the status <see cref="EnhanceTaskStatus.Skipped"/>.</summary>
    Skip,

    /// <summary>The file is replaced.</summary>
    Replace,

    /// <summary>The result gets the next free name, such as <c>anna-faithful (2).png</c>.</summary>
    Rename,
}
