namespace SkinEnhance;

/// <summary>The state of one image and its operation at one moment. A refresh is a new object.</summary>
public sealed record EnhanceTask
{
    private static readonly TextList<string> NoPath = new([]);
    private static readonly TextList<Uri> NoUri = new([]);

    private readonly TextList<string> _outputPath = NoPath;
    private readonly TextList<Uri> _resultUri = NoUri;
    private readonly ParameterValues _parameters = ParameterValues.None;

    /// <summary>The provider's id of the task; null when it was never accepted, or the provider gave none.</summary>
    public string? TaskId { get; init; }

    /// <summary>The provider's name, such as <c>Comfy</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The operation's name, such as <c>Faithful</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The status route for the task id.</summary>
    public required string StatusRoute { get; init; }

    /// <summary>The endpoint of the task: the provider's name for the service itself, an address for any other endpoint, such as an emulator;
    /// null when it is not known. The task is polled at no other endpoint.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The status.</summary>
    public EnhanceTaskStatus Status { get; init; }

    /// <summary>The image as the user specified it: a full path, or an address without its query. Null when only the task's id is known.</summary>
    public string? Source { get; init; }

    /// <summary>The full path of the source file; null when the source is an address or not known.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The name of the source when its address has none: an unsaved result of another task. Null for any other source. The results
    /// of this task are named after it.</summary>
    public string? SourceName { get; init; }

    /// <summary>The full path of the result, the first item of <see cref="OutputPath"/>; null when nothing is saved. It is never the source:
    /// a command that binds a task by its path works on the result.</summary>
    public string? FullName => OutputPath.Count > 0 ? OutputPath[0] : null;

    /// <summary>The folder of the source relative to the input folder; results keep it below the destination. Empty for none.</summary>
    public string RelativeFolder { get; init; } = string.Empty;

    /// <summary>The full paths of the saved results, in the provider's order; empty when none is saved.</summary>
    public IReadOnlyList<string> OutputPath
    {
        get => _outputPath;
        init => _outputPath = value as TextList<string> ?? new TextList<string>(value);
    }

    /// <summary>The addresses of the results at the provider; they expire (24 h at AILab).</summary>
    public IReadOnlyList<Uri> ResultUri
    {
        get => _resultUri;
        init => _resultUri = value as TextList<Uri> ?? new TextList<Uri>(value);
    }

    /// <summary>The parameters that were sent, defaults included, by their names on the wire.</summary>
    public IReadOnlyDictionary<string, object> Parameters
    {
        get => _parameters;
        init => _parameters = value as ParameterValues ?? new ParameterValues(value);
    }

    /// <summary>The credits of the image in this run: 0 when it came from the ledger or was skipped, null when they are not known.</summary>
    public double? Credits => FromLedger || Status == EnhanceTaskStatus.Skipped ? 0 : TaskCredits;

    /// <summary>The credits of the image in all runs; null when they are not known.</summary>
    public double? CreditsTotal => TaskCredits + EarlierCredits;

    /// <summary>The credits of this task: reported by the provider, or at AILab, which reports none, its price; null when they are not
    /// known.</summary>
    public double? TaskCredits { get; init; }

    /// <summary>The credits of earlier tasks for the same image, operation and parameters that -Resubmit submitted again; 0 for none.</summary>
    public double EarlierCredits { get; init; }

    /// <summary>When the provider accepted it.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When SkinEnhance found that it had ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The time from acceptance to the end; null before the end.</summary>
    public TimeSpan? Elapsed => CompletedAt - SubmittedAt;

    /// <summary>The provider's duration estimate; null when it gave none.</summary>
    public TimeSpan? EstimatedDuration { get; init; }

    /// <summary>The provider's estimate of the 90th percentile of the duration; null when it gave none.</summary>
    public TimeSpan? EstimatedDurationP90 { get; init; }

    /// <summary>The provider's id of the last request; its support needs it.</summary>
    public string? RequestId { get; init; }

    /// <summary>The ledger's id of the submission; null when it is in no ledger.</summary>
    public string? RecordId { get; init; }

    /// <summary>Whether the ledger had the task or its outcome, so that this run sent no paid request.</summary>
    public bool FromLedger { get; init; }

    /// <summary>The error; null for none.</summary>
    public EnhanceError? Error { get; init; }

    /// <summary>The error's id; null for none.</summary>
    public string? ErrorId => Error?.Id;

    /// <summary>The error's message; null for none.</summary>
    public string? Message => Error?.Message;

    /// <summary>Whether the task has ended: its status does not change without a new command.</summary>
    public bool IsEnded => Status is EnhanceTaskStatus.Completed or EnhanceTaskStatus.Failed or EnhanceTaskStatus.Unknown or EnhanceTaskStatus.Expired or EnhanceTaskStatus.Skipped;
}

/// <summary>The status of an image.</summary>
public enum EnhanceTaskStatus
{
    /// <summary>Not sent yet.</summary>
    Pending = 0,

    /// <summary>Accepted by the provider, not started.</summary>
    Submitted,

    /// <summary>In progress at the provider. A status that is not documented counts as this.</summary>
    InProgress,

    /// <summary>Completed at the provider; also saved when the task has an output path.</summary>
    Completed,

    /// <summary>Refused before it was sent, refused by the provider, or ended as failed.</summary>
    Failed,

    /// <summary>The request was sent and the response was lost: it may have been accepted and billed.</summary>
    Unknown,

    /// <summary>Completed, but the provider has deleted the result.</summary>
    Expired,

    /// <summary>Nothing was sent: a file with the result's name exists (<see cref="ExistingFileAction.Skip"/>), or the image is itself a result
    /// (<see cref="EnhanceRequest.AllowResult"/>), and then has no output path.</summary>
    Skipped,
}
