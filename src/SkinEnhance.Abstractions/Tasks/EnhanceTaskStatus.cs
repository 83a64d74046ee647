namespace SkinEnhance;

/// <summary>Where an image stands.</summary>
public enum EnhanceTaskStatus
{
    /// <summary>Not sent yet.</summary>
    Pending = 0,

    /// <summary>Accepted by the provider, not begun.</summary>
    Submitted,

    /// <summary>The provider works on it. An unknown word of the provider counts as this.</summary>
    InProgress,

    /// <summary>Done at the provider; saved too when the task has an output path.</summary>
    Completed,

    /// <summary>Refused before it was sent, refused by the provider, or ended as failed.</summary>
    Failed,

    /// <summary>The request went out and the answer was lost: it may have been accepted and billed.</summary>
    Unknown,

    /// <summary>Done once, and the result is gone at the provider.</summary>
    Expired,

    /// <summary>Left out, and nothing was sent: a file of its result's name exists (<see cref="ExistingFileAction.Skip"/>), or it is a
    /// result itself (<see cref="EnhanceRequest.AllowResult"/>), and then has no output path.</summary>
    Skipped,
}
