namespace SkinEnhance;

/// <summary>What happens to an image when a file of its result's name exists.</summary>
public enum ExistingFileAction
{
    /// <summary>The image is refused with <see cref="ErrorIds.OutputExists"/> before it is sent.</summary>
    Error = 0,

    /// <summary>The image is left out: nothing is sent, and the task has the status <see cref="EnhanceTaskStatus.Skipped"/>.</summary>
    Skip,

    /// <summary>The file is replaced.</summary>
    Replace,

    /// <summary>The result gets the next free name, such as <c>anna-faithful (2).png</c>.</summary>
    Rename,
}
