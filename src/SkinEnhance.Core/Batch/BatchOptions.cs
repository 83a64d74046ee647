namespace SkinEnhance.Core.Batch;

/// <summary>How a batch is run.</summary>
public sealed record BatchOptions
{
    /// <summary>How many images are under way at once, from the check to the saved file; at least 1. Default 4 (AILab suggests 3 for first tests).</summary>
    public int Limit { get; init; } = 4;

    /// <summary>Where results are saved; null when they are not.</summary>
    public SaveOptions? Save { get; init; }

    /// <summary>Whether to wait for tasks to end. When not, a task is returned once it is accepted.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>How long one task is waited for after it was accepted; infinite for no limit. Default 10 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a paid request is sent again though it may have been accepted. It may then be billed twice. Default false.</summary>
    public bool ResendAmbiguous { get; init; }

    /// <summary>Whether what the ledger knows as ended, failed or unknown is sent, and paid, again on purpose. Default false.</summary>
    public bool Resubmit { get; init; }

    /// <summary>Whether a submission whose fate is open is sent again with the same bytes under the same key, where the provider knows keys
    /// (Comfy). How long it keeps them is not documented for every route, so it may still be billed twice. Default false.</summary>
    public bool ResumeUnknown { get; init; }

    /// <summary>Whether an image is put into its provider's upload storage first and submitted as an address, where the provider has one
    /// (Comfy); an operation without one is refused. Default false: the image goes in the request.</summary>
    public bool UploadStorage { get; init; }

    /// <summary>The most credits that may be spent, by estimate before and by the provider's word after; null for no cap.</summary>
    public double? MaxCredits { get; init; }
}
