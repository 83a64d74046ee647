namespace SkinEnhance;

/// <summary>What a command would do with one image, by the same decisions that it takes when it runs.</summary>
public sealed record EnhancePlan
{
    /// <summary>What would be done.</summary>
    public required PlannedAction Action { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The image: a full path, or an address.</summary>
    public string? Source { get; init; }

    /// <summary>The provider's name; empty when the operation is unknown.</summary>
    public required string Provider { get; init; }

    /// <summary>The operation's name.</summary>
    public required string Operation { get; init; }

    /// <summary>The credits that it would spend, by the price data: 0 for what is not sent, null when the price is not known.</summary>
    public double? EstimatedCredits { get; init; }

    /// <summary>The same in US dollars; null when that is not known.</summary>
    public double? EstimatedDollars { get; init; }

    /// <summary>Where the result is, or would be. The format of a new one is not known, so its path ends in <c>.*</c>; null when nothing is
    /// saved.</summary>
    public string? OutputPath { get; init; }

    /// <summary>The provider's id of the task that is known already; null for none.</summary>
    public string? TaskId { get; init; }

    /// <summary>The parameters as they would be sent, defaults included; empty when the request is refused.</summary>
    public IReadOnlyDictionary<string, object> Parameters { get; init; } = ParameterValues.None;

    /// <summary>The error that the command would report; null for none.</summary>
    public EnhanceError? Error { get; init; }

    /// <summary>The error's id; null for none.</summary>
    public string? ErrorId => Error?.Id;
}

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
