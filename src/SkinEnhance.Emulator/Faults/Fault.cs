using SkinEnhance.Emulator.Faults;

namespace SkinEnhance.Emulator;

/// <summary>A scripted fault. Create it with a factory method and refine it with <c>with</c>.</summary>
/// <remarks>
/// A fault applies to the first <see cref="Times"/> requests that match <see cref="Target"/> and <see cref="Match"/>, after
/// <see cref="Skip"/> of them.
/// </remarks>
public sealed record Fault
{
    /// <summary>What the fault does.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>The part of the services that it applies to. Default <see cref="FaultTarget.Any"/>.</summary>
    public FaultTarget Target { get; init; }

    /// <summary>
    /// An additional condition; none by default. Faults before the body is read (<see cref="ResetBeforeAccept"/>,
    /// <see cref="ResetMidUpload"/>) get a request without fields and image.
    /// </summary>
    public Func<RecordedRequest, bool>? Match { get; init; }

    /// <summary>How many requests it applies to. Default 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How many matching requests it skips first. Default 0.</summary>
    public int Skip { get; init; }

    /// <summary>
    /// Whether the request is carried out, and billed, before the fault. Default <see langword="false"/>.
    /// </summary>
    public bool AfterAccept { get; init; }

    /// <summary>The HTTP status of a <see cref="FaultKind.Response"/>.</summary>
    public int Status { get; init; }

    /// <summary>The raw <c>Retry-After</c> header: seconds or an HTTP date; none by default.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The body of a <see cref="FaultKind.Response"/>; by default the provider's own error form.</summary>
    public string? Body { get; init; }

    /// <summary>The media type of <see cref="Body"/>; none by default.</summary>
    public string? ContentType { get; init; }

    /// <summary>Further response headers; none by default.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The error's type: <c>X-Comfy-Error-Type</c> at Comfy, <c>error_detail.code</c> at AILab; by default the usual one for the status.
    /// </summary>
    public string? ErrorCode { get; init; }

    /// <summary>
    /// Whether the response is stored under the request's <c>Idempotency-Key</c>, so that another request with the key receives it with
    /// <c>Idempotent-Replayed: true</c>. Default <see langword="false"/>.
    /// </summary>
    public bool StoreForKey { get; init; }

    /// <summary>The text of a <see cref="FaultKind.TaskStatusText"/> or a <see cref="FaultKind.SuccessCode"/>, or the coding of a <see cref="FaultKind.Coded"/>.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>A number: of results, or of body bytes that are read before a <see cref="FaultKind.ResetMidUpload"/>.</summary>
    public int Count { get; init; }

    /// <summary>The fault's name in <see cref="RecordedRequest.Fault"/>: that of its factory method.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The stage at which this fault applies.</summary>
    internal FaultStage Stage => Kind switch
    {
        FaultKind.ResetMidUpload or FaultKind.EarlyResponse => FaultStage.Arrival,
        FaultKind.Reset => AfterAccept ? FaultStage.Outcome : FaultStage.Arrival,
        FaultKind.TaskFails or FaultKind.TaskNeverEnds or FaultKind.ResultCount => FaultStage.Task,
        FaultKind.TaskStatusText or FaultKind.FlatResponse or FaultKind.TaskStatusField or FaultKind.GeneratedObjects
            or FaultKind.OldErrorShape or FaultKind.SuccessCode => FaultStage.Shape,
        _ => FaultStage.Outcome,
    };

    /// <summary>Responds with a status, in the provider's own error form; the request is not carried out.</summary>
    /// <param name="target">What it applies to.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="retryAfter">The raw <c>Retry-After</c> header; null for none.</param>
    /// <param name="errorCode">See <see cref="ErrorCode"/>.</param>
    /// <returns>The fault.</returns>
    public static Fault StatusOn(FaultTarget target, int status, string? retryAfter = null, string? errorCode = null) => new()
    {
        Name = nameof(StatusOn),
        Kind = FaultKind.Response,
        Target = target,
        Status = status,
        RetryAfter = retryAfter,
        ErrorCode = errorCode,
    };

    /// <summary>Responds with a status, in the provider's own error form, before the body is read; the request is not carried out.</summary>
    /// <param name="target">What it applies to.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="errorCode">See <see cref="ErrorCode"/>.</param>
    /// <returns>The fault.</returns>
    public static Fault StatusBeforeBody(FaultTarget target, int status, string? errorCode = null) =>
        StatusOn(target, status, errorCode: errorCode) with { Name = nameof(StatusBeforeBody), Kind = FaultKind.EarlyResponse };

    /// <summary>Carries the request out, bills it, and responds with a status.</summary>
    /// <param name="target">What it applies to.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="retryAfter">The raw <c>Retry-After</c> header; null for none.</param>
    /// <param name="errorCode">See <see cref="ErrorCode"/>.</param>
    /// <returns>The fault.</returns>
    public static Fault StatusAfterAccept(FaultTarget target, int status, string? retryAfter = null, string? errorCode = null) =>
        StatusOn(target, status, retryAfter, errorCode) with { Name = nameof(StatusAfterAccept), AfterAccept = true };

    /// <summary>Responds with an error that is marked as a stored one: <c>Idempotent-Replayed: true</c>.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="errorCode">See <see cref="ErrorCode"/>.</param>
    /// <returns>The fault, on <see cref="FaultTarget.Submit"/>.</returns>
    public static Fault ReplayedError(int status, string? errorCode = null) => StatusOn(FaultTarget.Submit, status, errorCode: errorCode) with
    {
        Name = nameof(ReplayedError),
        Headers = new Dictionary<string, string> { ["Idempotent-Replayed"] = "true" },
    };

    /// <summary>Resets the connection after the headers are received; the request is not carried out.</summary>
    /// <param name="target">What it applies to.</param>
    /// <returns>The fault.</returns>
    public static Fault ResetBeforeAccept(FaultTarget target) =>
        new() { Name = nameof(ResetBeforeAccept), Kind = FaultKind.Reset, Target = target };

    /// <summary>Reads a part of the body and resets the connection; the request is not carried out.</summary>
    /// <param name="target">What it applies to.</param>
    /// <param name="afterBytes">How many bytes of the body are read first, at most.</param>
    /// <returns>The fault.</returns>
    public static Fault ResetMidUpload(FaultTarget target = FaultTarget.Submit, int afterBytes = 1024) =>
        new() { Name = nameof(ResetMidUpload), Kind = FaultKind.ResetMidUpload, Target = target, Count = afterBytes };

    /// <summary>Carries the request out, bills it, and resets the connection without a response.</summary>
    /// <param name="target">What it applies to.</param>
    /// <returns>The fault.</returns>
    public static Fault ResetAfterAccept(FaultTarget target) =>
        new() { Name = nameof(ResetAfterAccept), Kind = FaultKind.Reset, Target = target, AfterAccept = true };

    /// <summary>
    /// Holds the request before it is carried out, until the hang is released. Meanwhile, a Comfy submission's <c>Idempotency-Key</c> is in
    /// flight.
    /// </summary>
    /// <param name="target">What it applies to.</param>
    /// <returns>The fault.</returns>
    public static Fault Hang(FaultTarget target) => new() { Name = nameof(Hang), Kind = FaultKind.Hang, Target = target };

    /// <summary>Carries the request out, bills it, and holds the response. The response is stored under the <c>Idempotency-Key</c>.</summary>
    /// <param name="target">What it applies to.</param>
    /// <returns>The fault.</returns>
    public static Fault HangAfterAccept(FaultTarget target) =>
        new() { Name = nameof(HangAfterAccept), Kind = FaultKind.Hang, Target = target, AfterAccept = true };

    /// <summary>Carries the request out and sends half of the response's JSON as a complete message.</summary>
    /// <param name="target">What it applies to.</param>
    /// <returns>The fault.</returns>
    public static Fault CutOffJson(FaultTarget target) =>
        new() { Name = nameof(CutOffJson), Kind = FaultKind.CutOffJson, Target = target, AfterAccept = true };

    /// <summary>Carries the request out, declares the response's full length, sends half of it and closes the connection.</summary>
    /// <param name="target">What it applies to.</param>
    /// <returns>The fault.</returns>
    public static Fault CutOffBody(FaultTarget target) =>
        new() { Name = nameof(CutOffBody), Kind = FaultKind.CutOffBody, Target = target, AfterAccept = true };

    /// <summary>Sends half of a result and closes the connection.</summary>
    /// <returns>The fault.</returns>
    public static Fault CutOffDownload() => CutOffBody(FaultTarget.Download) with { Name = nameof(CutOffDownload) };

    /// <summary>Sends half of a result without a length and closes the connection, which looks like the end of the body.</summary>
    /// <returns>The fault.</returns>
    public static Fault CutOffDownloadWithoutLength() => CutOffDownload() with { Name = nameof(CutOffDownloadWithoutLength), Kind = FaultKind.CutOffWithoutLength };

    /// <summary>Sends a result with a coding that was not requested.</summary>
    /// <param name="coding"><c>gzip</c>, <c>br</c> or <c>deflate</c>.</param>
    /// <returns>The fault.</returns>
    public static Fault DownloadCoded(string coding) =>
        new() { Name = nameof(DownloadCoded), Kind = FaultKind.Coded, Target = FaultTarget.Download, Text = coding, AfterAccept = true };

    /// <summary>Sends a result followed by bytes without end, until the client closes the connection.</summary>
    /// <returns>The fault.</returns>
    public static Fault EndlessDownload() =>
        new() { Name = nameof(EndlessDownload), Kind = FaultKind.Endless, Target = FaultTarget.Download, AfterAccept = true };

    /// <summary>Responds with an HTML page, as a gateway would; the request is not carried out.</summary>
    /// <param name="target">What it applies to.</param>
    /// <param name="status">The HTTP status.</param>
    /// <returns>The fault.</returns>
    public static Fault Html(FaultTarget target, int status = 502) => new()
    {
        Name = nameof(Html),
        Kind = FaultKind.Response,
        Target = target,
        Status = status,
        Body = "<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>The gateway speaks</h1></body></html>",
        ContentType = "text/html; charset=utf-8",
    };

    /// <summary>Responds to a download with an HTML page and status 200.</summary>
    /// <returns>The fault.</returns>
    public static Fault DownloadNotImage() => Html(FaultTarget.Download, 200) with { Name = nameof(DownloadNotImage) };

    /// <summary>Responds to a download with a status.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="retryAfter">The raw <c>Retry-After</c> header; null for none.</param>
    /// <returns>The fault.</returns>
    public static Fault DownloadStatus(int status, string? retryAfter = null) =>
        StatusOn(FaultTarget.Download, status, retryAfter) with { Name = nameof(DownloadStatus) };

    /// <summary>Carries the request out, bills it, and responds without a body.</summary>
    /// <param name="target">What it applies to.</param>
    /// <param name="status">The HTTP status.</param>
    /// <returns>The fault.</returns>
    public static Fault EmptyBody(FaultTarget target, int status = 200) => new()
    {
        Name = nameof(EmptyBody),
        Kind = FaultKind.Response,
        Target = target,
        Status = status,
        Body = string.Empty,
        AfterAccept = true,
    };

    /// <summary>Responds with a redirect to an address; the request is not carried out.</summary>
    /// <param name="target">What it applies to.</param>
    /// <param name="location">The address.</param>
    /// <param name="status">The HTTP status, a 3xx.</param>
    /// <returns>The fault.</returns>
    public static Fault Redirect(FaultTarget target, Uri location, int status = 302)
    {
        ArgumentNullException.ThrowIfNull(location);
        return RedirectText(target, location.AbsoluteUri, status) with { Name = nameof(Redirect) };
    }

    /// <summary>Responds with a redirect to any text; the request is not carried out.</summary>
    /// <param name="target">What it applies to.</param>
    /// <param name="location">The Location header, unchanged.</param>
    /// <param name="status">The HTTP status, a 3xx.</param>
    /// <returns>The fault.</returns>
    public static Fault RedirectText(FaultTarget target, string location, int status = 302)
    {
        ArgumentNullException.ThrowIfNull(location);
        return new()
        {
            Name = nameof(RedirectText),
            Kind = FaultKind.Response,
            Target = target,
            Status = status,
            Body = string.Empty,
            Headers = new Dictionary<string, string> { ["Location"] = location },
        };
    }

    /// <summary>The submission's task ends as failed: <c>FAILED</c> at Comfy, 3 at AILab.</summary>
    /// <returns>The fault, on <see cref="FaultTarget.Submit"/>.</returns>
    public static Fault TaskFails() => new() { Name = nameof(TaskFails), Kind = FaultKind.TaskFails, Target = FaultTarget.Submit };

    /// <summary>The submission's task stays in progress.</summary>
    /// <returns>The fault, on <see cref="FaultTarget.Submit"/>.</returns>
    public static Fault TaskNeverEnds() => new() { Name = nameof(TaskNeverEnds), Kind = FaultKind.TaskNeverEnds, Target = FaultTarget.Submit };

    /// <summary>The submission's task completes with this many results.</summary>
    /// <param name="count">How many; 0 is allowed.</param>
    /// <returns>The fault, on <see cref="FaultTarget.Submit"/>.</returns>
    public static Fault ResultCount(int count) =>
        new() { Name = nameof(ResultCount), Kind = FaultKind.ResultCount, Target = FaultTarget.Submit, Count = count };

    /// <summary>A poll's response has another status than the task's; for AILab a whole number stays a number.</summary>
    /// <param name="text">The status.</param>
    /// <returns>The fault, on <see cref="FaultTarget.Status"/>.</returns>
    public static Fault TaskStatusText(string text) =>
        new() { Name = nameof(TaskStatusText), Kind = FaultKind.TaskStatusText, Target = FaultTarget.Status, Text = text };

    /// <summary>Comfy's task response has no <c>data</c> object.</summary>
    /// <returns>The fault, on responses to submissions and polls.</returns>
    public static Fault FlatResponse() => new() { Name = nameof(FlatResponse), Kind = FaultKind.FlatResponse };

    /// <summary>Comfy's task response has <c>task_status</c> in place of <c>status</c>.</summary>
    /// <returns>The fault, on responses to submissions and polls.</returns>
    public static Fault TaskStatusField() => new() { Name = nameof(TaskStatusField), Kind = FaultKind.TaskStatusField };

    /// <summary>Comfy's <c>generated</c> has <c>{"url":…}</c> objects instead of strings.</summary>
    /// <returns>The fault, on <see cref="FaultTarget.Status"/>.</returns>
    public static Fault GeneratedObjects() =>
        new() { Name = nameof(GeneratedObjects), Kind = FaultKind.GeneratedObjects, Target = FaultTarget.Status };

    /// <summary>AILab's next successful response to a submission has an error code as well.</summary>
    /// <param name="text">The code; a number is written to <c>error_code</c> unchanged.</param>
    /// <returns>The fault, on <see cref="FaultTarget.Submit"/>.</returns>
    public static Fault SuccessCode(string text) =>
        new() { Name = nameof(SuccessCode), Kind = FaultKind.SuccessCode, Target = FaultTarget.Submit, Text = text };

    /// <summary>AILab's next error has the old form. It can be combined with a fault that causes the error.</summary>
    /// <returns>The fault.</returns>
    public static Fault OldAILabErrorShape() => new() { Name = nameof(OldAILabErrorShape), Kind = FaultKind.OldErrorShape };
}
