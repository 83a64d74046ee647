using SkinEnhance.Emulator.Faults;

namespace SkinEnhance.Emulator;

/// <summary>One thing that goes wrong on purpose. Make it with a factory and refine it with <c>with</c>.</summary>
/// <remarks>
/// A fault strikes the first <see cref="Times"/> requests that fit <see cref="Target"/> and <see cref="Match"/>, after
/// leaving <see cref="Skip"/> of them alone.
/// </remarks>
public sealed record Fault
{
    /// <summary>What the fault does.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>The part of the services it strikes; <see cref="FaultTarget.Any"/> by default.</summary>
    public FaultTarget Target { get; init; }

    /// <summary>
    /// A further condition; none by default. Faults that strike before the body is read (<see cref="ResetBeforeAccept"/>,
    /// <see cref="ResetMidUpload"/>) see a request without fields and image.
    /// </summary>
    public Func<RecordedRequest, bool>? Match { get; init; }

    /// <summary>How many requests it strikes; 1 by default.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How many fitting requests it leaves alone first; 0 by default.</summary>
    public int Skip { get; init; }

    /// <summary>
    /// Whether the request is carried out, and billed, before the fault strikes; <see langword="false"/> by default.
    /// </summary>
    public bool AfterAccept { get; init; }

    /// <summary>The HTTP status of a <see cref="FaultKind.Answer"/>.</summary>
    public int Status { get; init; }

    /// <summary>The raw <c>Retry-After</c> header: seconds or an HTTP date; none by default.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The body of a <see cref="FaultKind.Answer"/>; by default the provider's own error shape.</summary>
    public string? Body { get; init; }

    /// <summary>The media type of <see cref="Body"/>; by default none is sent.</summary>
    public string? ContentType { get; init; }

    /// <summary>Further response headers; none by default.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The error's name: <c>X-Comfy-Error-Type</c> at Comfy, <c>error_detail.code</c> at AILab; by default the usual one of the status.
    /// </summary>
    public string? ErrorCode { get; init; }

    /// <summary>
    /// Whether the answer is kept under the request's <c>Idempotency-Key</c>, so that it comes back, with
    /// <c>Idempotent-Replayed: true</c>, to whoever sends the key again; <see langword="false"/> by default.
    /// </summary>
    public bool StoreForKey { get; init; }

    /// <summary>The text of a <see cref="FaultKind.TaskStatusText"/> or a <see cref="FaultKind.SuccessCode"/>, or the coding of a <see cref="FaultKind.Coded"/>.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>A number: of results, or of body bytes read before a <see cref="FaultKind.ResetMidUpload"/>.</summary>
    public int Count { get; init; }

    /// <summary>What the fault is called in <see cref="RecordedRequest.Fault"/>; the name of its factory.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The stage at which this fault is looked for.</summary>
    internal FaultStage Stage => Kind switch
    {
        FaultKind.ResetMidUpload or FaultKind.EarlyAnswer => FaultStage.Arrival,
        FaultKind.Reset => AfterAccept ? FaultStage.Outcome : FaultStage.Arrival,
        FaultKind.TaskFails or FaultKind.TaskNeverEnds or FaultKind.ResultCount => FaultStage.Task,
        FaultKind.TaskStatusText or FaultKind.FlatAnswer or FaultKind.TaskStatusField or FaultKind.GeneratedObjects
            or FaultKind.OldErrorShape or FaultKind.SuccessCode => FaultStage.Shape,
        _ => FaultStage.Outcome,
    };

    /// <summary>Answers with a status, in the provider's own error shape, instead of carrying the request out.</summary>
    /// <param name="target">What it strikes.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="retryAfter">The raw <c>Retry-After</c> header, or none.</param>
    /// <param name="errorCode">See <see cref="ErrorCode"/>.</param>
    /// <returns>The fault.</returns>
    public static Fault StatusOn(FaultTarget target, int status, string? retryAfter = null, string? errorCode = null) => new()
    {
        Name = nameof(StatusOn),
        Kind = FaultKind.Answer,
        Target = target,
        Status = status,
        RetryAfter = retryAfter,
        ErrorCode = errorCode,
    };

    /// <summary>Answers with a status, in the provider's own error shape, before the body is read; nothing is carried out.</summary>
    /// <param name="target">What it strikes.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="errorCode">See <see cref="ErrorCode"/>.</param>
    /// <returns>The fault.</returns>
    public static Fault StatusBeforeBody(FaultTarget target, int status, string? errorCode = null) =>
        StatusOn(target, status, errorCode: errorCode) with { Name = nameof(StatusBeforeBody), Kind = FaultKind.EarlyAnswer };

    /// <summary>Carries the request out, and bills it, then answers with a status.</summary>
    /// <param name="target">What it strikes.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="retryAfter">The raw <c>Retry-After</c> header, or none.</param>
    /// <param name="errorCode">See <see cref="ErrorCode"/>.</param>
    /// <returns>The fault.</returns>
    public static Fault StatusAfterAccept(FaultTarget target, int status, string? retryAfter = null, string? errorCode = null) =>
        StatusOn(target, status, retryAfter, errorCode) with { Name = nameof(StatusAfterAccept), AfterAccept = true };

    /// <summary>Answers with an error that says of itself that it is a stored one: <c>Idempotent-Replayed: true</c>.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="errorCode">See <see cref="ErrorCode"/>.</param>
    /// <returns>The fault, on <see cref="FaultTarget.Submit"/>.</returns>
    public static Fault ReplayedError(int status, string? errorCode = null) => StatusOn(FaultTarget.Submit, status, errorCode: errorCode) with
    {
        Name = nameof(ReplayedError),
        Headers = new Dictionary<string, string> { ["Idempotent-Replayed"] = "true" },
    };

    /// <summary>Resets the connection once the headers are in; nothing is carried out.</summary>
    /// <param name="target">What it strikes.</param>
    /// <returns>The fault.</returns>
    public static Fault ResetBeforeAccept(FaultTarget target) =>
        new() { Name = nameof(ResetBeforeAccept), Kind = FaultKind.Reset, Target = target };

    /// <summary>Reads a part of the body and resets the connection; nothing is carried out.</summary>
    /// <param name="target">What it strikes.</param>
    /// <param name="afterBytes">How many bytes of the body are read first, at most.</param>
    /// <returns>The fault.</returns>
    public static Fault ResetMidUpload(FaultTarget target = FaultTarget.Submit, int afterBytes = 1024) =>
        new() { Name = nameof(ResetMidUpload), Kind = FaultKind.ResetMidUpload, Target = target, Count = afterBytes };

    /// <summary>Carries the request out, and bills it, then resets the connection without an answer.</summary>
    /// <param name="target">What it strikes.</param>
    /// <returns>The fault.</returns>
    public static Fault ResetAfterAccept(FaultTarget target) =>
        new() { Name = nameof(ResetAfterAccept), Kind = FaultKind.Reset, Target = target, AfterAccept = true };

    /// <summary>
    /// Holds the request before it is carried out. When the hang is released it goes on as if it had only been slow. A Comfy
    /// submission's <c>Idempotency-Key</c> counts as in flight meanwhile.
    /// </summary>
    /// <param name="target">What it strikes.</param>
    /// <returns>The fault.</returns>
    public static Fault Hang(FaultTarget target) => new() { Name = nameof(Hang), Kind = FaultKind.Hang, Target = target };

    /// <summary>Carries the request out, and bills it, then holds back the answer. The <c>Idempotency-Key</c> counts as answered.</summary>
    /// <param name="target">What it strikes.</param>
    /// <returns>The fault.</returns>
    public static Fault HangAfterAccept(FaultTarget target) =>
        new() { Name = nameof(HangAfterAccept), Kind = FaultKind.Hang, Target = target, AfterAccept = true };

    /// <summary>Carries the request out and sends half of the answer's JSON as a complete message.</summary>
    /// <param name="target">What it strikes.</param>
    /// <returns>The fault.</returns>
    public static Fault CutOffJson(FaultTarget target) =>
        new() { Name = nameof(CutOffJson), Kind = FaultKind.CutOffJson, Target = target, AfterAccept = true };

    /// <summary>Carries the request out, announces the answer's full length, sends half of it and closes the connection.</summary>
    /// <param name="target">What it strikes.</param>
    /// <returns>The fault.</returns>
    public static Fault CutOffBody(FaultTarget target) =>
        new() { Name = nameof(CutOffBody), Kind = FaultKind.CutOffBody, Target = target, AfterAccept = true };

    /// <summary>Sends half of a result and closes the connection.</summary>
    /// <returns>The fault.</returns>
    public static Fault CutOffDownload() => CutOffBody(FaultTarget.Download) with { Name = nameof(CutOffDownload) };

    /// <summary>Sends half of a result without announcing its length and closes the connection, which looks like the end of the body.</summary>
    /// <returns>The fault.</returns>
    public static Fault CutOffDownloadWithoutLength() => CutOffDownload() with { Name = nameof(CutOffDownloadWithoutLength), Kind = FaultKind.CutOffWithoutLength };

    /// <summary>Sends a result under a coding that nobody asked for.</summary>
    /// <param name="coding"><c>gzip</c>, <c>br</c> or <c>deflate</c>.</param>
    /// <returns>The fault.</returns>
    public static Fault DownloadCoded(string coding) =>
        new() { Name = nameof(DownloadCoded), Kind = FaultKind.Coded, Target = FaultTarget.Download, Text = coding, AfterAccept = true };

    /// <summary>Sends a result and goes on sending until the client goes away.</summary>
    /// <returns>The fault.</returns>
    public static Fault EndlessDownload() =>
        new() { Name = nameof(EndlessDownload), Kind = FaultKind.Endless, Target = FaultTarget.Download, AfterAccept = true };

    /// <summary>Answers with an HTML page, as a gateway in front of the service would; nothing is carried out.</summary>
    /// <param name="target">What it strikes.</param>
    /// <param name="status">The HTTP status.</param>
    /// <returns>The fault.</returns>
    public static Fault Html(FaultTarget target, int status = 502) => new()
    {
        Name = nameof(Html),
        Kind = FaultKind.Answer,
        Target = target,
        Status = status,
        Body = "<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>The gateway speaks</h1></body></html>",
        ContentType = "text/html; charset=utf-8",
    };

    /// <summary>Answers a download with an HTML page and status 200.</summary>
    /// <returns>The fault.</returns>
    public static Fault DownloadNotImage() => Html(FaultTarget.Download, 200) with { Name = nameof(DownloadNotImage) };

    /// <summary>Answers a download with a status.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="retryAfter">The raw <c>Retry-After</c> header, or none.</param>
    /// <returns>The fault.</returns>
    public static Fault DownloadStatus(int status, string? retryAfter = null) =>
        StatusOn(FaultTarget.Download, status, retryAfter) with { Name = nameof(DownloadStatus) };

    /// <summary>Carries the request out, and bills it, then answers with no body at all.</summary>
    /// <param name="target">What it strikes.</param>
    /// <param name="status">The HTTP status.</param>
    /// <returns>The fault.</returns>
    public static Fault EmptyBody(FaultTarget target, int status = 200) => new()
    {
        Name = nameof(EmptyBody),
        Kind = FaultKind.Answer,
        Target = target,
        Status = status,
        Body = string.Empty,
        AfterAccept = true,
    };

    /// <summary>Sends the client elsewhere; nothing is carried out.</summary>
    /// <param name="target">What it strikes.</param>
    /// <param name="location">Where to.</param>
    /// <param name="status">The HTTP status, a 3xx.</param>
    /// <returns>The fault.</returns>
    public static Fault Redirect(FaultTarget target, Uri location, int status = 302)
    {
        ArgumentNullException.ThrowIfNull(location);
        return RedirectText(target, location.AbsoluteUri, status) with { Name = nameof(Redirect) };
    }

    /// <summary>Sends the client to whatever a text says; nothing is carried out.</summary>
    /// <param name="target">What it strikes.</param>
    /// <param name="location">The Location header, as it is sent.</param>
    /// <param name="status">The HTTP status, a 3xx.</param>
    /// <returns>The fault.</returns>
    public static Fault RedirectText(FaultTarget target, string location, int status = 302)
    {
        ArgumentNullException.ThrowIfNull(location);
        return new()
        {
            Name = nameof(RedirectText),
            Kind = FaultKind.Answer,
            Target = target,
            Status = status,
            Body = string.Empty,
            Headers = new Dictionary<string, string> { ["Location"] = location },
        };
    }

    /// <summary>The task that the submission makes ends as failed: <c>FAILED</c> at Comfy, 3 at AILab.</summary>
    /// <returns>The fault, on <see cref="FaultTarget.Submit"/>.</returns>
    public static Fault TaskFails() => new() { Name = nameof(TaskFails), Kind = FaultKind.TaskFails, Target = FaultTarget.Submit };

    /// <summary>The task that the submission makes stays in progress.</summary>
    /// <returns>The fault, on <see cref="FaultTarget.Submit"/>.</returns>
    public static Fault TaskNeverEnds() => new() { Name = nameof(TaskNeverEnds), Kind = FaultKind.TaskNeverEnds, Target = FaultTarget.Submit };

    /// <summary>The task that the submission makes completes with this many results.</summary>
    /// <param name="count">How many; 0 is allowed.</param>
    /// <returns>The fault, on <see cref="FaultTarget.Submit"/>.</returns>
    public static Fault ResultCount(int count) =>
        new() { Name = nameof(ResultCount), Kind = FaultKind.ResultCount, Target = FaultTarget.Submit, Count = count };

    /// <summary>A status answer has another status than the true one; for AILab a whole number stays a number.</summary>
    /// <param name="text">The status.</param>
    /// <returns>The fault, on <see cref="FaultTarget.Status"/>.</returns>
    public static Fault TaskStatusText(string text) =>
        new() { Name = nameof(TaskStatusText), Kind = FaultKind.TaskStatusText, Target = FaultTarget.Status, Text = text };

    /// <summary>Comfy's task answer comes without the <c>data</c> object around it.</summary>
    /// <returns>The fault, on submissions and status answers.</returns>
    public static Fault FlatAnswer() => new() { Name = nameof(FlatAnswer), Kind = FaultKind.FlatAnswer };

    /// <summary>Comfy's task answer says <c>task_status</c> for <c>status</c>.</summary>
    /// <returns>The fault, on submissions and status answers.</returns>
    public static Fault TaskStatusField() => new() { Name = nameof(TaskStatusField), Kind = FaultKind.TaskStatusField };

    /// <summary>Comfy's <c>generated</c> holds <c>{"url":…}</c> objects instead of strings.</summary>
    /// <returns>The fault, on <see cref="FaultTarget.Status"/>.</returns>
    public static Fault GeneratedObjects() =>
        new() { Name = nameof(GeneratedObjects), Kind = FaultKind.GeneratedObjects, Target = FaultTarget.Status };

    /// <summary>AILab's next success to a submission carries a code beside the result or the task's id.</summary>
    /// <param name="text">The code; a number goes into <c>error_code</c> as it is written.</param>
    /// <returns>The fault, on <see cref="FaultTarget.Submit"/>.</returns>
    public static Fault SuccessCode(string text) =>
        new() { Name = nameof(SuccessCode), Kind = FaultKind.SuccessCode, Target = FaultTarget.Submit, Text = text };

    /// <summary>AILab's next error comes in the old shape. It may be added beside a fault that makes the error.</summary>
    /// <returns>The fault.</returns>
    public static Fault OldAILabErrorShape() => new() { Name = nameof(OldAILabErrorShape), Kind = FaultKind.OldErrorShape };
}
