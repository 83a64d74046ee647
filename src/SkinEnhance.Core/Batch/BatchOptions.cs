namespace SkinEnhance.Core.Batch;

/// <summary>The options of a batch.</summary>
public sealed record BatchOptions
{
    /// <summary>How many images are processed at once, from the check to the saved file; at least 1. Default 4 (AILab suggests 3 for first tests).</summary>
    public int Limit { get; init; } = 4;

    /// <summary>Where results are saved; null to save none.</summary>
    public SaveOptions? Save { get; init; }

    /// <summary>Whether to wait for tasks to end; otherwise a task is returned when it is accepted. Default true.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>How long to wait for one task after its acceptance; infinite for no limit. Default 10 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether to send a paid request again although it may have been accepted. It may then be billed twice. Default false.</summary>
    public bool ResendAmbiguous { get; init; }

    /// <summary>Whether to submit images again, and be billed again, that the ledger has as ended, failed or unknown. Default false.</summary>
    public bool Resubmit { get; init; }

    /// <summary>Whether to replay an open submission, with the same bytes and idempotency key, where the provider supports keys (Comfy). How
    /// long Comfy stores keys is not documented for every route, so it may still be billed twice. Default false.</summary>
    public bool ResumeUnknown { get; init; }

    /// <summary>Whether to store an image in its provider's upload storage first and submit its address, where the provider has one (Comfy);
    /// an operation without one is refused. Default false: the image is part of the request.</summary>
    public bool UploadStorage { get; init; }

    /// <summary>The most credits to spend: estimates for images in flight, reported credits for ended ones; null for no cap.</summary>
    public double? MaxCredits { get; init; }
}
