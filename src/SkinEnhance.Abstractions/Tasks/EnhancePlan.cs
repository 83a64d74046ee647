namespace SkinEnhance;

/// <summary>What a command would do with one image. It results from the same decisions as a real run.</summary>
public sealed record EnhancePlan
{
    /// <summary>What the command would do.</summary>
    public required PlannedAction Action { get; init; }

    /// <summary>The reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The image: a full path, or an address.</summary>
    public string? Source { get; init; }

    /// <summary>The provider's name; empty when the operation is unknown.</summary>
    public required string Provider { get; init; }

    /// <summary>The operation's name.</summary>
    public required string Operation { get; init; }

    /// <summary>The credits that it would cost by the price data: 0 when nothing is sent, null when the price is not known.</summary>
    public double? EstimatedCredits { get; init; }

    /// <summary>The cost in US dollars; null when that is not known.</summary>
    public double? EstimatedDollars { get; init; }

    /// <summary>The path of the result. The format of a new result is not known before the download, so its path ends in <c>.*</c>; null when
    /// nothing is saved.</summary>
    public string? OutputPath { get; init; }

    /// <summary>The provider's id of the task that exists already; null for none.</summary>
    public string? TaskId { get; init; }

    /// <summary>The parameters to be sent, defaults included; empty when the request is refused.</summary>
    public IReadOnlyDictionary<string, object> Parameters { get; init; } = ParameterValues.None;

    /// <summary>The error that the command would report; null for none.</summary>
    public EnhanceError? Error { get; init; }

    /// <summary>The error's id; null for none.</summary>
    public string? ErrorId => Error?.Id;
}

/// <summary>What a command would do with an image.</summary>
public enum PlannedAction
{
    /// <summary>Send it; billed.</summary>
    Submit = 0,

    /// <summary>Send it again on request; billed again.</summary>
    Resubmit,

    /// <summary>Send the same bytes with the same idempotency key to resolve a submission whose response was lost. Billed unless the first one was.</summary>
    Replay,

    /// <summary>Wait for a task that was accepted before.</summary>
    Wait,

    /// <summary>Download a result that is ready at the provider.</summary>
    Download,

    /// <summary>Copy a result that is saved under another path.</summary>
    Copy,

    /// <summary>Nothing: the result is saved already.</summary>
    Keep,

    /// <summary>Nothing: a file with the result's name exists, and the image is skipped.</summary>
    Skip,

    /// <summary>Nothing: the image is refused, or its outcome is reported again.</summary>
    Refuse,
}
