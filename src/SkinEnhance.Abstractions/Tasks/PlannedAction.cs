namespace SkinEnhance;

/// <summary>What a command would do with an image.</summary>
public enum PlannedAction
{
    /// <summary>Send it, and pay.</summary>
    Submit = 0,

    /// <summary>Send it again on purpose, and pay again.</summary>
    Resubmit,

    /// <summary>Send the same bytes under the same key, to decide a submission whose response was lost. It is billed unless it was before.</summary>
    Replay,

    /// <summary>Wait for a task that was accepted before.</summary>
    Wait,

    /// <summary>Download a result that is done at the provider.</summary>
    Download,

    /// <summary>Copy a result that is saved elsewhere.</summary>
    Copy,

    /// <summary>Nothing: the result is in its place.</summary>
    Keep,

    /// <summary>Nothing: a file of the result's name exists, and the image is left out.</summary>
    Skip,

    /// <summary>Nothing: the image is refused, or its outcome is reported again.</summary>
    Refuse,
}
