namespace SkinEnhance;

/// <summary>One image's way through one operation, as it stood at one moment. A refresh is a new object.</summary>
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

    /// <summary>The status route that knows the task id.</summary>
    public required string StatusRoute { get; init; }

    /// <summary>The endpoint that has the task: the provider's name for the service itself, an address for anything in its place, such as an
    /// emulator; null when it is not known. No other endpoint is asked for it.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Where the image stands.</summary>
    public EnhanceTaskStatus Status { get; init; }

    /// <summary>The image as it was given: a full path, or an address without its query. Null for a task known by its id alone.</summary>
    public string? Source { get; init; }

    /// <summary>The full path of the source file; null when the source is an address or not known.</summary>
    public string? SourcePath { get; init; }

    /// <summary>What the source is called where its address does not say: a result of another task that is not saved. Null for any other
    /// source. The results of this task are named after it.</summary>
    public string? SourceName { get; init; }

    /// <summary>The full path of the result, the first one of <see cref="OutputPath"/>; null when nothing is saved. It is never the source:
    /// whatever takes a task by its path works on the result.</summary>
    public string? FullName => OutputPath.Count > 0 ? OutputPath[0] : null;

    /// <summary>The folder of the source below the folder that was given, so that the structure can be kept; empty for none.</summary>
    public string RelativeFolder { get; init; } = string.Empty;

    /// <summary>The full paths of the saved results, in the provider's order; empty until saved.</summary>
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

    /// <summary>The parameters as they were sent, defaults included, by their names on the wire.</summary>
    public IReadOnlyDictionary<string, object> Parameters
    {
        get => _parameters;
        init => _parameters = value as ParameterValues ?? new ParameterValues(value);
    }

    /// <summary>The credits that this run spent on the image: 0 when it came from the ledger or was skipped, null when that is not known.</summary>
    public double? Credits => FromLedger || Status == EnhanceTaskStatus.Skipped ? 0 : TaskCredits;

    /// <summary>The credits that the image cost in all runs; null when that is not known.</summary>
    public double? CreditsTotal => TaskCredits + EarlierCredits;

    /// <summary>The credits of this task alone, as the provider reported them, or at AILab, which reports none, by its price; null when
    /// that is not known.</summary>
    public double? TaskCredits { get; init; }

    /// <summary>The credits of earlier tasks for the same image, operation and parameters, which -Resubmit paid for again; 0 for none.</summary>
    public double EarlierCredits { get; init; }

    /// <summary>When the provider accepted it.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When its end was seen.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>From acceptance to the end, or null before the end.</summary>
    public TimeSpan? Elapsed => CompletedAt - SubmittedAt;

    /// <summary>How long the provider itself expects the task to take; null when it did not say.</summary>
    public TimeSpan? EstimatedDuration { get; init; }

    /// <summary>The time that nine of ten such tasks keep to, by the provider's word; null when it did not say.</summary>
    public TimeSpan? EstimatedDurationP90 { get; init; }

    /// <summary>The provider's id of the last request, for its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>The ledger's id of the submission; null when it is in no ledger.</summary>
    public string? RecordId { get; init; }

    /// <summary>Whether this run found the work done, begun or decided in the ledger, and sent nothing.</summary>
    public bool FromLedger { get; init; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public EnhanceError? Error { get; init; }

    /// <summary>The error's id; null when nothing went wrong.</summary>
    public string? ErrorId => Error?.Id;

    /// <summary>The error's message; null when nothing went wrong.</summary>
    public string? Message => Error?.Message;

    /// <summary>Whether the provider has nothing more to do for it.</summary>
    public bool IsEnded => Status is EnhanceTaskStatus.Completed or EnhanceTaskStatus.Failed or EnhanceTaskStatus.Unknown or EnhanceTaskStatus.Expired or EnhanceTaskStatus.Skipped;
}

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
