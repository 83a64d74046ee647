namespace SkinEnhance.Core.Batch;

/// <summary>What a run does with an image.</summary>
internal enum ImageAction
{
    /// <summary>Send it under a new key, and pay.</summary>
    Submit = 0,

    /// <summary>Send the same bytes under the same key, so that a lost response comes again.</summary>
    Replay,

    /// <summary>Wait for the task that was accepted, or download what it left.</summary>
    Resume,

    /// <summary>Keep the saved result, or copy it to where it is wanted.</summary>
    Keep,

    /// <summary>Report the outcome of the earlier run again, and send nothing.</summary>
    Report,

    /// <summary>Leave the image out: it is a result.</summary>
    Skip,
}
